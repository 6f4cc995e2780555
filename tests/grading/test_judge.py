"""The judge: plays the reference, answers with results."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
import pytest
import torch
from grading_support import brief, play, provided
from recordings import changed

from tutor.engine.protocol import Brief
from tutor.engine.verdicts import CaseResult
from tutor.grading import records
from tutor.grading.judge import EXERCISES, BrokenExercise, Judge

CHECK = """
@case(also=("float64",))
def one(mine):
    "One call"
    mine.f(draw(4, 3))

@case
def three(mine):
    "Three calls"
    for _ in range(3):
        mine.f(draw(2))
"""
RIGHT = "def f(x):\n    return x * 2\n"


def asked(check: str = CHECK, key: str = "key") -> Brief:
    return changed(brief(check), key=key)  # type: ignore[no-any-return]


def learned(reference: str = RIGHT, check: str = CHECK) -> Judge:
    judge = Judge()
    judge.learn(asked(check), reference)
    return judge


def check(judge: Judge, code: str, source: str = CHECK, who: str = "learner") -> list[CaseResult]:
    played = play(code, source)
    assert played.loaded.fault is None
    return [judge.compare("key", who, data) for data in played.data.values()]


def test_learning_lists_the_cases_and_their_variants() -> None:
    assert Judge().learn(asked(), RIGHT) == [
        ("one", "One call"),
        ("one[float64]", "One call (float64)"),
        ("three", "Three calls"),
    ]


def test_right_code_passes() -> None:
    results = check(learned(), "def f(x):\n    print('hi')\n    return x + x\n")
    assert [(each.name, each.title, each.passed) for each in results] == [
        ("one", "One call", True),
        ("one[float64]", "One call (float64)", True),
        ("three", "Three calls", True),
    ]
    assert all(each.report is None and each.seconds > 0 for each in results)
    assert results[2].printed == "hi\nhi\nhi\n"


def test_wrong_code_fails_where_it_is_wrong() -> None:
    results = check(learned(), "def f(x):\n    return x.float() * 2\n")
    assert [each.passed for each in results] == [True, False, True]
    report = results[1].report
    assert report is not None
    assert (report.kind, report.number) == ("dtype", 1)
    assert report.call.endswith("f(x)")


def test_what_is_known_is_not_played_again() -> None:
    judge = learned()
    assert judge.learn(asked(), "this is no Python") == judge.learn(asked(), RIGHT)


def test_the_exercise_that_was_asked_for_longest_ago_is_forgotten() -> None:
    judge = Judge()
    for number in range(EXERCISES):
        judge.learn(asked(key=f"key{number}"), RIGHT)
    data = next(iter(play(RIGHT, CHECK).data.values()))
    assert judge.compare("key0", "learner", data).passed  # and so it was used
    judge.learn(asked(key="another"), RIGHT)
    assert judge.compare("key0", "learner", data).passed
    with pytest.raises(BrokenExercise, match="learn"):
        judge.compare("key1", "learner", data)
    with pytest.raises(BrokenExercise, match="learn"):
        judge.diagnose("key1")


FOUR = CHECK + "\n@case\ndef four(mine):\n    "
BROKEN: list[tuple[str, str, str]] = [
    ("def f(x): return x", "1 / 0", "ZeroDivisionError"),
    ("def f(x): return x", "pass", "no cases"),
    ("def g(x): return x", CHECK, "defines no `f`"),
    ("def f(x) return x", CHECK, "Line 1"),
    ("1 / 0\ndef f(x): return x", CHECK, "ZeroDivisionError"),
    ("def f(x): return x.foo", CHECK, "case one: `f` raised AttributeError"),
    ("def f(x): raise NotImplementedError", CHECK, "isn't written yet"),
    (RIGHT, FOUR + "close(mine.f(draw(2)), torch.zeros(2))\n", "case four: The numbers differ."),
    (RIGHT, FOUR + "require(False, 'never')\n", "case four: never"),
    (RIGHT, FOUR + "mine.g(1)\n", "case four:"),
    (RIGHT, "@case(seconds=0.2)\ndef slow(mine):\n    while True: pass\n", "took too long"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "source", "reason"), BROKEN)
def test_a_broken_exercise_names_case_and_reason(reference: str, source: str, reason: str) -> None:
    judge = Judge()
    with pytest.raises(BrokenExercise) as caught:
        judge.learn(asked(source), reference)
    assert reason in str(caught.value)
    with pytest.raises(BrokenExercise):
        judge.compare("key", "learner", b"")


def test_a_reference_may_raise_what_it_should() -> None:
    source = """
@case
def refuses(mine):
    "Refuses"
    raises(ValueError, mine.f, -1)
    mine.f(1)
    mine.f(-1)
"""
    code = "def f(x):\n    if x < 0:\n        raise ValueError('below 0')\n    return x\n"
    judge = learned(code, source)
    (result,) = check(judge, code, source)
    assert result.passed
    (result,) = check(judge, "def f(x):\n    assert x >= 0\n    return x\n", source)
    assert result.report is not None
    assert result.report.kind == "required"
    assert "has to raise ValueError" in result.report.message


def test_learning_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    before = set(sys.modules)
    reference = """
import torch
print("loading")
torch.set_default_dtype(torch.float64)
def f(x):
    print("playing")
    torch.set_num_threads(1 + torch.get_num_threads() % 2)
    return x * 2
torch.softmax = None
"""
    softmax, threads = torch.softmax, torch.get_num_threads()
    Judge().learn(asked("print('check')\n" + CHECK), reference)
    assert capsys.readouterr() == ("", "")
    assert torch.get_default_dtype() == torch.float32
    assert torch.get_num_threads() == threads
    assert torch.softmax is softmax
    assert "reference" not in set(sys.modules) - before


def test_pace() -> None:
    source = "@case\ndef one(mine):\n    for _ in range(5):\n        mine.f(draw(2))\n"
    busy = (
        "import time\ndef f(x):\n    end = time.process_time() + {}\n"
        "    while time.process_time() < end:\n        pass\n    return x * 2\n"
    )
    judge = learned(busy.format(0.002), source)
    (result,) = check(judge, busy.format(0.02), source)
    assert result.pace is not None
    assert 3 < result.pace < 15
    assert result.seconds == pytest.approx(0.1, rel=0.5)
    played = play(busy.format(0), source).only
    odd = [changed(call, seconds=value) for call, value in zip(
        played.calls, (float("nan"), float("inf"), -5.0, 0.0, 0.0), strict=True)]  # fmt: skip
    result = judge.compare("key", "learner", records.encode(changed(played, calls=odd)))
    assert (result.seconds, result.pace) == (0.0, 0.0)


@pytest.mark.parametrize(("seconds", "pace"), [(200e-6, 1.0), (5e-3, 50.0)])
def test_a_difference_that_nobody_feels_is_no_slowness(seconds: float, pace: float) -> None:
    judge = learned()
    known: Any = judge._known["key"]
    name, reference = next(iter(known.references.items()))
    call = reference.calls[0]
    known.references[name] = changed(reference, calls=[changed(call, seconds=100e-6)] * 5)
    mine = changed(reference, calls=[changed(call, seconds=seconds)] * 5)
    result = judge.compare("key", "learner", records.encode(mine))
    assert result.pace == pytest.approx(pace)


def test_no_pace_of_calls_that_are_too_short() -> None:
    judge = learned()
    known: Any = judge._known["key"]
    for name, reference in known.references.items():
        calls = [changed(call, seconds=1e-6) for call in reference.calls]
        known.references[name] = changed(reference, calls=calls)
    assert [each.pace for each in check(judge, RIGHT)] == [None, None, None]


def test_what_is_no_recording() -> None:
    judge = learned()
    other = play(RIGHT, "@case\ndef unknown(mine):\n    mine.f(1)\n").data["unknown"]
    for data in (b"", b"\x93", b"\xff" * 100, records.encode([1, 2]), other):
        result = judge.compare("key", "learner", data)
        assert not result.passed
        assert result.report is not None
        assert result.report.message == (
            "What your code did in this case can't be read. Check it again."
        )
    assert judge.diagnose("key") == ("", False)


def test_a_check_that_begins_again_forgets_the_last() -> None:
    judge = learned()
    wrong = play("def f(x):\n    return x\n", CHECK)
    for data in wrong.data.values():
        judge.compare("key", "wrong/same", data)
        judge.compare("key", "learner", data)
    assert judge.diagnose("key") == ("same", True)
    judge.compare("key", "learner", play(RIGHT, CHECK).data["one"])
    assert judge.diagnose("key") == ("", False)  # nothing of the last check is left


def test_results_can_be_sent() -> None:
    for result in check(learned(), "def f(x):\n    return x * float('nan')\n"):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=CaseResult) == result


def test_examples_of_hypothesis() -> None:
    source = """
from hypothesis.strategies import integers
@case
@given(n=integers(1, 20))
def sizes(mine, n):
    "Sizes"
    y = mine.f(torch.ones(n))
    require(len(y) == n, "There must be as many.")
"""
    judge = learned(RIGHT, source)
    (result,) = check(judge, RIGHT, source)
    assert result.passed
    (result,) = check(judge, "def f(x):\n    return 2 * x[:7]\n", source)
    assert result.report is not None
    assert "There must be as many. The smallest example: n = 8." in result.report.message
    assert "torch.tensor([1.0, 1.0" in result.report.call
    (result,) = check(judge, "def f(x):\n    return x * len(x)\n", source)
    assert result.report is not None
    assert result.report.kind == "differs"
    assert provided().name in result.report.call
