"""Judging answers: right or wrong, why, and what can't be judged at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.compare import last_unit, same_output
from tutor.course.model import Answer, Quiz, QuizKind
from tutor.course.quiz import judge, options


def quiz(kind: QuizKind, *answers: str, **more: object) -> Quiz:
    """A quiz from lines such as `[x] text > why`."""
    read = []
    for line in answers:
        found = re.fullmatch(r"\[(.)\] (.*?)(?: > (.*))?", line, re.DOTALL)
        assert found
        read.append(Answer(found[1] == "x", found[2], found[3] or "", 1))
    return Quiz("q", kind, (), tuple(read), 1, **more)  # type: ignore[arg-type]


CHOICE = quiz(
    "choice", "[x] $x^2$ > Yes: it is convex.", "[ ] $x^3$ > It bends both ways.", "[ ] x"
)
MULTIPLE = quiz("multiple", "[x] a > A is.", "[x] b", "[ ] c > C isn't.", "[ ] d")
NUMBER = quiz(
    "number", "[x] 0.5 > Because.", "[ ] 0.25 > That is half of it.", "[ ] * > Think of $|1 - 4η|$."
)
WHOLE = quiz("number", "[x] 3")
RUN = quiz("number", "[ ] 7 > Too many.", run="f(2)")
WORD = quiz("text", "[x] `zero_grad` > It empties them.", "[x] $\\eta$", "[ ] step > That moves.")
PREDICT = quiz("predict", "[x] 0.5\n[1, 2] > It halves.", "[ ] 1\n[1, 2] > Not twice.", code="f()")
LINES = "for x in data:\n    loss = f(x)\n    loss.backward()\n    step()"
PARSONS = quiz(
    "parsons", "[ ] `    loss.forward()` > There is no such method.", "[ ] * > Gradients first.",
    code=LINES,
)  # fmt: skip


# --- choices -----------------------------------------------------------------------------------


def test_choice() -> None:
    right = judge(CHOICE, "$x^2$")
    assert (right.right, right.why, right.expected) == (True, "Yes: it is convex.", "$x^2$")
    wrong = judge(CHOICE, ["$x^3$"])
    assert (wrong.right, wrong.why, wrong.expected) == (False, "It bends both ways.", "$x^2$")
    assert judge(CHOICE, "x").why.endswith(".")


@pytest.mark.parametrize("given", ["", "gone", [], ["x", "$x^2$"]])
def test_a_choice_that_is_none(given: str | list[str]) -> None:
    judgement = judge(CHOICE, given)
    assert not judgement.understood
    assert not judgement.right
    assert "Choose one" in judgement.why


@pytest.mark.parametrize(
    ("given", "right", "why"),
    [
        (["b", "a"], True, "A is."),
        (["a", "b", "c"], False, "C isn't."),
        (["b"], False, "One is missing."),
        (["c"], False, "C isn't.\n\n2 are missing."),
        (["a"], False, "One is missing."),
        (["a", "d"], False, "One tick is wrong and one is missing."),
    ],
)
def test_multiple(given: list[str], right: bool, why: str) -> None:
    judgement = judge(MULTIPLE, given)
    assert (judgement.right, judgement.why) == (right, why)
    assert judgement.expected == "- a\n- b"


def test_nothing_ticked_is_no_try() -> None:
    assert not judge(MULTIPLE, []).understood


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["0.5", " 1/2", "5e-1", ".5", "0.50049", "+0.5", "`0.5`", "０.５"]
)
def test_ways_to_write_a_right_number(given: str) -> None:
    judgement = judge(NUMBER, given)
    assert (judgement.right, judgement.why, judgement.expected) == (True, "Because.", "0.5")


def test_wrong_numbers() -> None:
    assert judge(NUMBER, "1/4").why == "That is half of it."
    assert judge(NUMBER, "7").why == "Think of $|1 - 4η|$."
    assert not judge(NUMBER, "0.501").right
    assert not judge(NUMBER, "-1/2").right
    assert judge(WHOLE, "4").why


def test_whole_numbers_are_exact() -> None:
    assert judge(WHOLE, "3").right
    assert judge(WHOLE, "3.0").right
    assert judge(WHOLE, "6/2").right
    assert not judge(WHOLE, "3.001").right
    big = quiz("number", f"[x] {10**30}")
    assert judge(big, str(10**30)).right
    assert not judge(big, str(10**30 + 1)).right


def test_tolerance_is_absolute_and_includes_its_end() -> None:
    near = quiz("number", "[x] 0.3", tolerance=0.1)
    assert judge(near, "0.4").right
    assert judge(near, "0.2").right
    assert not judge(near, "0.41").right
    assert judge(quiz("number", "[x] 300", tolerance=1), "301").right


@pytest.mark.parametrize(
    ("given", "how"),
    [
        ("", "Type a number"),
        ("abc", "isn't a number"),
        ("0,5", "with a point"),
        ("60,000", "without commas"),
        ("50%", "percent"),
        ("1/0", "isn't a number"),
        ("x = 3", "isn't a number"),
        ("9" * 1000, "isn't a number"),
        ("1e999999999/3", "isn't a number"),
    ],
)
def test_what_is_no_number_is_no_try(given: str, how: str) -> None:
    judgement = judge(NUMBER, given)
    assert not judgement.understood
    assert how in judgement.why


@pytest.mark.parametrize("shown", ["0.06046618", "tensor(0.0605)", "np.float64(0.06046)"])
def test_computed_numbers(shown: str) -> None:
    assert judge(RUN, "0.0605", shown).right
    assert not judge(RUN, "0.07", shown).right


def test_a_computed_number_is_shown_short() -> None:
    assert judge(RUN, "1", "0.060466176").expected == "0.0604662"
    assert judge(RUN, "7", "3").why == "Too many."
    assert judge(RUN, "3", "3").right
    assert judge(RUN, "inf", "inf").right
    assert judge(RUN, "nan", "nan").right
    assert not judge(RUN, "1e30", "inf").right


@pytest.mark.parametrize("computed", [None, "", "<function f>", "tensor([1., 2.])"])
def test_an_unknown_right_number_is_said(computed: str | None) -> None:
    judgement = judge(RUN, "3", computed)
    assert not judgement.understood
    assert "isn't known" in judgement.why


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["zero_grad", "Zero_Grad", " `zero_grad`. ", "“zero_grad”", "η"])
def test_ways_to_write_right_words(given: str) -> None:
    assert judge(WORD, given).right


def test_wrong_words() -> None:
    assert judge(WORD, "step").why == "That moves."
    assert judge(WORD, "zerograd").why
    assert judge(WORD, "zerograd").expected == "`zero_grad` or $\\eta$"
    assert not judge(WORD, "  ").understood


def test_words_made_of_punctuation_and_chinese() -> None:
    assert judge(quiz("text", "[x] @"), "@").right
    assert not judge(quiz("text", "[x] @"), "!").right
    assert judge(quiz("text", "[x] 学习率"), "学习率。").right
    assert judge(quiz("text", "[x] learning rate"), "Learning   rate").right


# --- printed output ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("0.5\n[1, 2]", True),
        ("0.50\n[1,2]\n", True),
        ("\n .5 \n[ 1, 2 ]", True),
        ("0.6\n[1, 2]", False),
        ("0.5", False),
        ("0.5\n[1, 2]\n3", False),
        ("0.5 [1, 2]", False),
    ],
)
def test_predict(given: str, right: bool) -> None:
    assert judge(PREDICT, given).right is right


def test_why_a_prediction_is_wrong() -> None:
    assert judge(PREDICT, "1\n[1, 2]").why == "Not twice."
    assert judge(PREDICT, "0.5\n[2, 1]").why == "Line 2 is the first that differs."
    assert (
        judge(quiz("predict", "[x] True"), "true").why == "Nearly: mind capital and small letters."
    )
    assert not judge(PREDICT, " ").understood
    assert judge(PREDICT, "x").expected == "0.5\n[1, 2]"


def test_the_real_output_counts_where_it_is_known() -> None:
    assert judge(quiz("predict", code="f()"), "3", "3\n").right
    assert not judge(quiz("predict", code="f()"), "3").understood
    assert judge(PREDICT, "9", "9\n").right


@pytest.mark.parametrize(
    ("right", "given", "same"),
    [
        ("0.3487", "0.3488", True),
        ("0.3487", "0.349", False),
        ("61.9173642", "61.9173641", True),
        ("61.9173642", "61.917364", False),
        ("loss 1.234e-05", "loss 1.235e-05", True),
        ("-0.0", "0.0", True),
        ("3", "4", False),
        ("1000", "1001", False),
        ("x1", "x2", False),
        ("tensor([1., 2.])", "tensor([1,2])", True),
        ("a b", "ab", False),
        ("", "", True),
        ("", "1", False),
        ("3", "−3", False),
    ],
)
def test_outputs_are_compared_number_by_number(right: str, given: str, same: bool) -> None:
    assert same_output(right, given) is same


def test_last_unit() -> None:
    assert last_unit("3.14") == pytest.approx(0.01)
    assert last_unit("1.25e-05") == pytest.approx(1e-7)
    assert last_unit("7") == 1


# --- lines in order ----------------------------------------------------------------------------


def test_parsons() -> None:
    lines = LINES.splitlines()
    assert judge(PARSONS, lines).right
    assert judge(PARSONS, LINES).right
    assert judge(PARSONS, [lines[0], lines[2], lines[1], lines[3]]).why == "Gradients first."
    assert judge(PARSONS, lines[:3]).why == "1 more line to place."
    assert judge(PARSONS, [*lines, "    loss.forward()"]).why == "There is no such method."
    assert judge(PARSONS, lines[::-1]).expected == LINES
    assert not judge(PARSONS, []).understood


def test_other_right_orders() -> None:
    either = quiz("parsons", code="a\nb\nc", also=((2, 1, 3),))
    assert judge(either, ["b", "a", "c"]).right
    assert not judge(either, ["c", "a", "b"]).right
    assert judge(either, ["a", "c", "b"]).why == "The first line is right; look at the second."
    assert judge(either, ["c", "a", "b"]).why == "Another line comes first."


def test_equal_lines_may_change_places() -> None:
    twice = quiz("parsons", code="step()\nlog()\nstep()")
    assert judge(twice, ["step()", "log()", "step()"]).right


# --- options -----------------------------------------------------------------------------------


@given(st.integers())
def test_options_are_the_answers_in_a_steady_order(seed: int) -> None:
    assert sorted(options(CHOICE, seed)) == ["$x^2$", "$x^3$", "x"]
    assert options(MULTIPLE, seed) == options(MULTIPLE, seed)
    assert options(NUMBER, seed) == options(WORD, seed) == options(PREDICT, seed) == []


@given(st.integers())
def test_lines_to_order_hold_the_distractor_and_are_not_in_order(seed: int) -> None:
    shown = options(PARSONS, seed)
    assert sorted(shown) == sorted([*LINES.splitlines(), "    loss.forward()"])
    assert shown[:4] != LINES.splitlines()


def test_quizzes_are_shuffled_each_in_its_own_way() -> None:
    orders = {tuple(options(MULTIPLE, seed)) for seed in range(40)}
    assert len(orders) > 5


# --- anything ----------------------------------------------------------------------------------

ALL = [CHOICE, MULTIPLE, NUMBER, WHOLE, RUN, WORD, PREDICT, PARSONS]


@given(st.sampled_from(ALL), st.text(max_size=30), st.one_of(st.none(), st.text(max_size=20)))
def test_any_answer_gets_a_judgement(asked: Quiz, given: str, computed: str | None) -> None:
    judgement = judge(asked, given, computed)
    assert judgement.right or judgement.why
    assert judgement.understood or not judgement.right


@pytest.mark.parametrize("given", ["2, 3", "2,3", "2，3", "2 3"])
def test_what_is_printed_may_be_listed_with_commas(given: str) -> None:
    assert judge(quiz("predict", "[x] 2 3"), given).right
    assert not judge(quiz("predict", "[x] 2 4"), given).right


def test_commas_that_are_printed_count() -> None:
    assert not judge(quiz("predict", "[x] (2, 3)"), "(2 3)").right
