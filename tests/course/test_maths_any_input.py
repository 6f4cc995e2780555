"""Whatever a formula holds, it is drawn or refused: nothing else is raised, nothing hangs."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from maths_samples import DISPLAY, INLINE, STRESS

from tutor.course import maths, widths


def pieces_of(*lines: str) -> list[str]:
    return [piece for line in lines for piece in line.split()]


PIECES = pieces_of(
    "\\ { } ^ _ & ' [ ] | x 1 - = 损 ∑ \u0301 ~ \\\\ {}",
    r"\left( \right) \left. \right| \middle| \frac \sqrt \| \hat \text{ \overline",
    r"\mathbf \big( \Bigg \not \sum \limits \underset \overset \substack{ \int_0^1",
    r"\begin{cases} \end{cases} \begin{aligned} \end{aligned} \begin{bmatrix}",
    r"\end{bmatrix} \operatorname \operatorname* \mathop \binom \pmod \arg \min",
    r"\prime \, \! \quad",
)

DEEP = [
    r"\frac{" * 28 + "x" + "}{y}" * 28,
    "x_{λx" * 28 + "}" * 28,
    r"\overline{" * 28 + "x" + "}" * 28,
    r"\sqrt" * 400,
    r"\underset{x}{x" * 28 + "}" * 28,
    r"\begin{cases}" + "&" * 1900 + r"\end{cases}",
    r"\begin{cases}" + r"\\" * 900 + r"\end{cases}",
    "|" * 1999,
    "'" * 1999,
    r"\left(" * 300,
]


def shown(show: Callable[[str], str], tex: str) -> str:
    """What a formula is shown as; "refused" where it is, which must say what to do instead."""
    try:
        return show(tex)
    except maths.MathError as error:
        return "refused" if error.message and error.advice else "refused without a word"


def shown_or_refused(tex: str) -> None:
    lines = shown(maths.draw, tex).splitlines()
    assert lines != ["refused without a word"]
    assert 0 < len(lines) <= 12
    assert max(map(widths.of, lines)) <= 56
    text = shown(maths.inline, tex)
    assert text != "refused without a word"
    assert len(text.splitlines()) == 1


@given(st.lists(st.sampled_from(PIECES), max_size=16), st.sampled_from(["", " "]))
def test_pieces_of_tex_in_any_order(pieces: list[str], between: str) -> None:
    shown_or_refused(between.join(pieces))


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    shown_or_refused(text)


@given(
    st.sampled_from([tex for _, tex in DISPLAY] + INLINE + STRESS),
    st.integers(0, 200),
    st.integers(0, 5),
    st.sampled_from([*PIECES, ""]),
)
def test_formulas_with_an_accident(tex: str, at: int, length: int, piece: str) -> None:
    shown_or_refused(tex[:at] + piece + tex[at + length :])


@pytest.mark.parametrize("tex", DEEP)
def test_deep_and_long_formulas_end_soon(tex: str) -> None:
    start = perf_counter()
    shown_or_refused(tex)
    assert perf_counter() - start < 2
