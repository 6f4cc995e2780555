"""Every formula of the course, as a reader of the page would see it."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import pytest
from maths_samples import DISPLAY, GOLDEN, INLINE, STRESS, golden

from tutor.course import maths, widths
from tutor.course.maths.display import draw as draw_afresh

# Of the stress list, what is refused, and a word of the advice.
REFUSED = {
    r"\widehat{\beta} \tilde{x} \widetilde{xy} \vec{v} \dot{x}": "over one letter",
    r"\underbrace{x_1 + x_2}_{n}": "in words below",
    r"E = mc^2 \tag{1}": "in the sentence before",
    r"\label{eq:x} x = 1": "in the sentence before",
    r"\left[\begin{array}{c} a \\ b \end{array}\right]": "bmatrix",
    r"x \stackrel{\text{def}}{=} y": r"\triangleq",
}
# And what is right as a display formula, but takes several lines.
DISPLAY_ONLY = {r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}"}


def test_all_drawings_are_the_ones_that_somebody_looked_at() -> None:
    """`python tests/course/maths_samples.py` writes the file anew."""
    assert golden().splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "tex"), DISPLAY, ids=[name for name, _ in DISPLAY])
def test_a_display_formula_fits_the_page(name: str, tex: str) -> None:
    lines = maths.draw(tex).splitlines()
    assert max(map(widths.of, lines)) <= 56
    assert len(lines) <= 12
    assert "?" not in "".join(lines)
    assert "\\" not in "".join(lines)


def test_display_formulas_are_rectangles() -> None:
    """Brackets that stand over one another are in one column."""
    drawn = maths.draw(r"\begin{bmatrix} 1 & \text{损失} \\ 100 & x \end{bmatrix}").splitlines()
    assert [widths.of(line) for line in drawn] == [widths.of(drawn[0])] * 2
    assert drawn == ["⎡ 1   损失⎤", "⎣100   x  ⎦"]


@pytest.mark.parametrize("tex", INLINE)
def test_an_inline_formula_is_one_line_without_tex(tex: str) -> None:
    text = maths.inline(tex)
    assert text == text.strip() != ""
    assert len(text.splitlines()) == 1
    assert "\\" not in text
    assert "?" not in text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"x_{t-1}", "xₜ₋₁"),
        (r"x_{i,j}", "x_(i,j)"),
        (r"\frac{\eta}{\sqrt{s_t + \epsilon}}", "η/√(sₜ + ε)"),
        (r"\|w\|^2", "‖w‖²"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\log \hat{y}_j", "log ŷⱼ"),
        (r"\mathbb{R}^{n \times d}", "ℝ^(n×d)"),
        (r"\boldsymbol{\sigma}_\mathcal{B}^2", "σ²_B"),
        (r"\nabla_\theta L", "∇_θ L"),
        (r"|-x| \le \max |y|", "|−x| ≤ max |y|"),
        (r"\frac{a + b}{2 c} x", "((a + b)/(2c))x"),
        (r"\frac{1}{n} \sum_i x_i", "(1/n) ∑ᵢ xᵢ"),
        (r"\frac{\partial^2 f}{\partial x^2}", "∂²f/∂x²"),
        (r"a \not= b \not\in C", "a ≠ b ∉ C"),
        (r"\left(1 - \frac{1}{n}\right)^n", "(1 − 1/n)ⁿ"),
        (r"\lim_{n \to \infty} (1 + x)", "lim_(n→∞) (1 + x)"),
        (r"\arg\min_x f", "argminₓ f"),
        (r"W^{(2)\top}", "W⁽²⁾ᵀ"),
        (r"10{,}000", "10,000"),
        (r"f''(x) = g_t'", "f″(x) = gₜ′"),
        (r"\eta\,g \quad x\!y", "η g  xy"),
        (r"\sqrt[3]{x} + \sqrt{2\pi}", "³√x + √(2π)"),
        (r"\binom{n}{k}", "C(n, k)"),
        (r"\text{损失 } L", "损失 L"),
        (r"50\% \text{ of } \$5", "50% of $5"),
    ],
)
def test_inline_notation(tex: str, text: str) -> None:
    assert maths.inline(tex) == text


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"\frac{a}{b}", [" a", "╶─╴", " b"]),
        (r"\underset{x}{\arg\min} f", ["argmin f", "  x"]),
        (r"x_{i,j}^2", ["x²", " i,j"]),
        (r"e^{-\lambda}", [" −λ", "e"]),
        (r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}", ["⎧1  x > 0", "⎩0  else"]),
        (r"\begin{aligned} y &= 1 \\ &= 22 \end{aligned}", ["y = 1", "  = 22"]),
        (r"\left\langle \frac{a}{b} \right\rangle", ["  a", "⟨╶─╴⟩", "  b"]),
        (r"\sqrt{x} + \sqrt{ab}", ["      ┌──╴", "√x + ╰┘ab"]),
        (r"\overset{!}{=}", ["!", "="]),
        (r"\binom{n}{k}", ["⎛n⎞", "⎜ ⎟", "⎝k⎠"]),
    ],
)
def test_display_notation(tex: str, lines: list[str]) -> None:
    assert maths.draw(tex).splitlines() == lines


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("tex", STRESS)
def test_the_stress_list_is_right_or_refused(tex: str) -> None:
    if tex in REFUSED:
        for show in (maths.draw, maths.inline):
            with pytest.raises(maths.MathError) as caught:
                show(tex)
            assert REFUSED[tex] in caught.value.advice
        return
    assert maths.draw(tex)
    if tex in DISPLAY_ONLY:
        with pytest.raises(maths.MathError, match="display formula"):
            maths.inline(tex)
    else:
        assert maths.inline(tex)


@pytest.mark.parametrize(
    ("tex", "message", "advice"),
    [
        (r"\apha", r"unknown command \apha", r"\alpha"),
        (r"\operatornme{x}", "unknown command", r"\operatorname"),
        (r"\softmax(x)", "unknown command", r"\operatorname{…}"),
        (r"\begin{alinged} x \end{alinged}", "unknown environment", "aligned"),
        (r"\newcommand{\x}{1}", r"\newcommand", "write the formula out"),
        (r"\def\x{1}", r"\def", "write the formula out"),
        (r"{x", "never closed", "}"),
        (r"x}", "closes nothing", r"\}"),
        (r"\frac{1}", r"\frac lacks its argument", "braces"),
        (r"x_", "_ lacks its argument", "braces"),
        (r"\left( x", r"no \right", r"\right)"),
        (r"a^b^c", "two superscripts", "braces"),
        (r"x & y", "&", "aligned"),
        (r"x \\ y", "line break", "aligned"),
        (r"\begin{cases} x", r"no \end", r"\end{cases}"),
        (r"\begin{cases} x \end{aligned}", "ends as aligned", r"\end{cases}"),
        (r"5%", "comment", r"\%"),
        (r"\hat{xy}", "several letters", "one letter"),
        (r"\text{a \alpha}", r"\alpha inside \text", "before the maths"),
        ("", "empty", "write one"),
        ("x\\", "backslash", "remove"),
        ("\x1b[31m", "U+001B", "remove"),
        ("x" * 3000, "3000 characters", "several"),
        ("{" * 100 + "}" * 100, "deep", "simplify"),
    ],
)
def test_bad_formulas_say_what_to_write(tex: str, message: str, advice: str) -> None:
    for show in (maths.draw, maths.inline):
        with pytest.raises(maths.MathError) as caught:
            show(tex)
        assert message in caught.value.message
        assert advice in caught.value.advice


def test_too_wide_and_too_high_are_refused_with_their_size() -> None:
    with pytest.raises(maths.MathError, match="60 columns wide, 56 fit"):
        maths.draw("x" * 60)
    rows = r" \\ ".join("x" * 1 for _ in range(13))
    with pytest.raises(maths.MathError, match="13 rows high, 12 fit"):
        maths.draw(rf"\begin{{aligned}} {rows} \end{{aligned}}")


def test_an_inline_formula_may_be_long() -> None:
    assert maths.inline("x" * 60) == "x" * 60


# --- cost --------------------------------------------------------------------------------------


def test_drawing_takes_a_few_milliseconds() -> None:
    maths.draw("x")  # imports TeXicode
    took = []
    for _, tex in DISPLAY:
        start = perf_counter()
        draw_afresh.__wrapped__(tex)
        took.append(perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.005


def test_texicode_is_imported_with_the_first_display_formula() -> None:
    code = (
        "import sys; from tutor.course import maths, markup; maths.inline('x_1'); "
        "assert 'texicode' not in sys.modules; maths.draw('x'); assert 'texicode' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
