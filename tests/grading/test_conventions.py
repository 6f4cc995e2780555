"""Several right answers: one has to be kept to, and is named."""

from __future__ import annotations

import pytest
from grading_support import brief, play

from tutor.engine.verdicts import CaseResult
from tutor.grading.judge import BrokenExercise, Judge

CHECK = """
@case
def constant(mine):
    "All the same"
    mine.f(torch.ones(4))

@case
def small(mine):
    "Three numbers"
    mine.f(torch.tensor([1.0, 2.0, 6.0]))

@case
def large(mine):
    "Many numbers"
    y = mine.f(draw(7, low=1, high=9))
    require(float(y) > 0, "It is never negative.")
"""
REFERENCE = "def f(x):\n    return ((x - x.mean()) ** 2).sum() / len(x)\n"
SAMPLE = "def f(x):\n    return ((x - x.mean()) ** 2).sum() / (len(x) - 1)\n"
ROOT = "def f(x):\n    return (((x - x.mean()) ** 2).sum() / len(x)) ** 0.5\n"
MIXED = """
def f(x):
    return x.var(correction=0 if len(x) == 3 else 1)
"""
CONVENTIONS = [("sample", SAMPLE), ("its_root", ROOT)]


def judge(conventions: list[tuple[str, str]] = CONVENTIONS) -> Judge:
    made = Judge()
    made.learn(brief(CHECK), REFERENCE, conventions)
    return made


def results(judge: Judge, code: str, who: str = "learner") -> list[CaseResult]:
    return [judge.compare("key", who, data) for data in play(code, CHECK).data.values()]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(x):\n    return x.var(correction=0)\n", "reference"),
        ("def f(x):\n    return x.var()\n", "sample"),
        ("def f(x):\n    return x.std(correction=0)\n", "its_root"),
    ],
)
def test_each_is_accepted_and_named_once_it_can_be_told(code: str, name: str) -> None:
    found = results(judge(), code)
    assert [each.passed for each in found] == [True, True, True]
    assert [each.convention for each in found] == ["", name, name]


def test_without_conventions_nothing_is_named() -> None:
    found = results(judge([]), REFERENCE)
    assert [each.convention for each in found] == ["", "", ""]


def test_what_cannot_be_told_apart_is_not_named() -> None:
    twins = [("one", SAMPLE), ("two", SAMPLE.replace("sum()", "sum() * 1.0"))]
    found = results(judge(twins), SAMPLE)
    assert all(each.passed for each in found)
    assert [each.convention for each in found] == ["", "", ""]


def test_mixing_two_fails_and_says_which_case_went_by_which() -> None:
    first, second, third = results(judge(), MIXED)
    assert first.passed
    assert second.passed
    assert third.report is not None
    assert third.report.message == (
        "Two conventions are mixed: here your code goes by “sample”, and in the case “Three "
        "numbers” it went by the reference. Either is right; keep to one of them in every case."
    )
    assert third.report.expected != third.report.got


def test_mixing_the_other_way_round() -> None:
    code = MIXED.replace("0 if len(x) == 3 else 1", "1 if len(x) == 3 else 0")
    third = results(judge(), code)[2]
    assert third.report is not None
    assert "here your code goes by the reference" in third.report.message
    assert "“Three numbers” it went by “sample”" in third.report.message


def test_who_agrees_with_none_is_held_against_the_reference() -> None:
    for found in results(judge(), "def f(x):\n    return x.sum() * 5\n"):
        assert found.report is not None
        assert "mixed" not in found.report.message
    second = results(judge(), "def f(x):\n    return x.sum() * 5\n")[1]
    assert second.report is not None
    assert second.report.expected.startswith("4.67")


def test_who_has_settled_is_held_against_that_convention() -> None:
    code = "def f(x):\n    return x.var() if len(x) < 5 else x.var() * 2\n"
    third = results(judge(), code)[2]
    right = results(judge(), code.replace(" * 2", ""))
    assert right[2].passed
    assert third.report is not None
    assert "2 times what is expected" in third.report.message  # not of the reference's number


def test_a_demand_of_the_case_is_no_mixture() -> None:
    code = "def f(x):\n    return x.var(correction=0) if len(x) < 5 else -x.var()\n"
    third = results(judge(), code)[2]
    assert third.report is not None
    assert third.report.message.startswith("It is never negative.")


def test_every_check_begins_anew() -> None:
    made = judge()
    for code, name in ((SAMPLE, "sample"), (REFERENCE, "reference"), (SAMPLE, "sample")):
        assert [each.convention for each in results(made, code)] == ["", name, name]


def test_others_stand_for_themselves() -> None:
    made = judge()
    results(made, SAMPLE, "wrong/one")
    assert results(made, REFERENCE)[-1].convention == "reference"


def test_a_check_that_was_cut_short_settles_nothing() -> None:
    made = judge()
    data = play(SAMPLE, CHECK).data
    for case in ("constant", "small"):
        made.compare("key", "learner", data[case])
    assert all(each.passed for each in results(made, REFERENCE))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def f(x):\n    return -x.var()\n", "`accepted/bad.py` fails the case large: It is never"),
        ("def f(x):\n    return x.no()\n", "`accepted/bad.py` fails the case constant"),
        ("def g(x):\n    return x\n", "accepted/bad.py: "),
    ],
)
def test_a_convention_that_fails_a_case_breaks_the_exercise(code: str, words: str) -> None:
    with pytest.raises(BrokenExercise, match=words.replace("(", r"\(")):
        judge([("bad", code)])


def test_a_mistake_by_another_convention_is_likely_the_same_mistake() -> None:
    wrong = {
        "doubled": REFERENCE.replace("return ", "return 2 * "),
        "no_mean": "def f(x):\n    return (x ** 2).sum() / len(x)\n",
        "raises": "def f(x):\n    return x.variance()\n",
    }
    made = judge([("plus", REFERENCE.replace("len(x)", "(len(x) + 0.01)"))])
    for name, code in wrong.items():
        results(made, code, f"wrong/{name}")
        results(made, code)
        assert made.diagnose("key") == (name, True)
    theirs = wrong["doubled"].replace("len(x)", "(len(x) + 0.01)")
    assert not any(each.passed for each in results(made, theirs)[1:])
    assert made.diagnose("key") == ("doubled", False)
    results(made, theirs.replace("2 *", "3 *"))
    assert made.diagnose("key") == ("", False)
