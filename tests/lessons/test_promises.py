"""The harness itself: it says yes to what is kept, and no to every kind of broken promise."""

from __future__ import annotations

import asyncio
import dataclasses
from array import array
from pathlib import Path

import pytest
from playing import Drawing, Gathered, Run
from promises import (
    Broken,
    Tolerance,
    check_lesson,
    figures_of,
    off_figure,
    same_line,
    tolerance_of,
    unexpected,
    with_engine,
)
from quizzes import wrongly_judged

from tutor.course.catalog import default_root
from tutor.course.model import Answer, Lesson, Quiz
from tutor.course.reader import read_lesson
from tutor.engine import protocol

HEAD = """\
---
summary: A lesson for a test.
---

# A lesson for a test

"""
TRIALS = Path(__file__).parent / "trials"  # two small lessons, one good, one bad

FIGURES = {
    "f.third": {"id": "f.third", "published": 0.333333, "tolerance": "abs<=5e-7", "kind": "exact"}
}


def lesson_at(path: Path) -> Lesson:
    reading = read_lesson(path)
    assert reading.lesson is not None, reading.problems
    return reading.lesson


def broken_in(lesson: Lesson) -> list[Broken]:
    return asyncio.run(with_engine(lambda engine: check_lesson(engine, lesson, FIGURES)))


def test_a_lesson_that_keeps_its_promises_passes() -> None:
    assert broken_in(lesson_at(TRIALS / "kept" / "lesson.md")) == []


def test_each_kind_of_broken_promise_is_found() -> None:
    broken = broken_in(lesson_at(TRIALS / "broken" / "lesson.md"))

    found = {(one.where, one.promise) for one in broken}
    assert found == {
        ("wrong-line", "expect"),
        ("wrong-figure", "figures"),
        ("meddler", "again"),
        ("meddler", "within"),
        ("slow", "seconds"),
        ("slow", "again"),
        ("raises", "runs"),
        ("wrong-output", "quiz"),
        ("wrong-number", "quiz"),
        ("wrong-order", "quiz"),
        ("no-value", "quiz"),
    }, broken
    figures = [one.what for one in broken if one.promise == "figures"]
    assert figures == [
        "f.third: 0.333333 published, got 0.3334",
        "f.none: figures.json has no such figure",
    ]
    assert len([one for one in broken if one.promise == "within"]) == 3, "once for each seed"


def test_a_cell_that_leans_on_a_cell_it_does_not_name_is_found(tmp_path: Path) -> None:
    # reached through a string, so that no syntax tree can see the need
    body = "## One\n\n```{code-cell} python\n:id: one\n\nhidden = 7\n```\n\n"
    body += "## Two\n\n```{code-cell} python\n:id: two\n\nglobals().get('hidden')\n```\n"
    path = tmp_path / "lesson.md"
    path.write_text(HEAD + body, encoding="utf-8")

    broken = broken_in(lesson_at(path))

    assert [(one.where, one.promise) for one in broken] == [("two", "alone")]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("x = 0.060466", "x  =  0.060467"),
        ("-0.0", "0.0"),
        ("[-0.00, 1.50]", "[0.00, 1.51]"),
        ("1.25e-05", "1.26e-05"),
        ("step 49", "step 49"),
        ("−3.0", "-3.0"),
        ("nan inf", "nan inf"),
        ("x1 = 2.0", "x1 = 2.1"),
    ],
)
def test_lines_that_agree(expected: str, got: str) -> None:
    assert same_line(expected, got)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("x = 0.060466", "x = 0.060468"),
        ("x = 0.060466", "y = 0.060466"),
        ("step 49", "step 50"),
        ("1 2", "1 2 3"),
        ("1.25e-05", "1.25e-04"),
        ("x1 = 2.0", "x2 = 2.0"),
        ("nan", "inf"),
        ("0.5", "nan"),
    ],
)
def test_lines_that_differ(expected: str, got: str) -> None:
    assert not same_line(expected, got)


def test_missing_and_extra_lines_are_found() -> None:
    assert unexpected(["1", "2"], ["1", "", "2"]) == ""
    assert "expected 2 lines, got 1" in unexpected(["1", "2"], ["1"])
    assert "line 2" in unexpected(["1", "2"], ["1", "3"])


def test_dots_stand_for_any_lines() -> None:
    assert unexpected(["1", "...", "4"], ["1", "2", "3", "4"]) == ""
    assert unexpected(["...", "2"], ["2"]) == "", "for none, too"
    assert unexpected(["1", "..."], ["1", "2", "3"]) == ""
    assert unexpected(["1", "...", "5"], ["1", "2", "3"]) == "expected 3 lines, got 3"
    assert "line 3" in unexpected(["...", "2", "3"], ["1", "2", "4"])


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("abs<=1e-12 (float64, same expression order); abs<=5e-7 else", Tolerance(absolute=1e-12)),
        ("abs<=5e-7 (relative 1e-9 for |x|>1)", Tolerance(absolute=5e-7, relative=1e-9)),
        ("exact", Tolerance()),
        ("exact (1e-6 for gather)", Tolerance(absolute=1e-6)),
        ("rel 1e-12", Tolerance(relative=1e-12)),
        ("1e-6", Tolerance(absolute=1e-6)),
        ("in [1e-4,2.5e-3]", Tolerance(low=1e-4, high=2.5e-3, between=True)),
        (
            "floor 0.2417 <= loss <= 0.2537 (of 100)",
            Tolerance(low=0.2417, high=0.2537, between=True),
        ),
    ],
)
def test_tolerances_are_read_from_prose(words: str, allowed: Tolerance) -> None:
    assert tolerance_of(words) == allowed


def test_a_tolerance_that_says_nothing_plain_is_refused() -> None:
    with pytest.raises(ValueError, match="within"):
        tolerance_of("within 0.003 of truth")


def test_each_number_of_a_figure_may_have_bounds_of_its_own() -> None:
    walk = figures_of(default_root())["s2.sgd2d"]

    assert off_figure(walk, [-0.047150, -0.075628]) == ""
    assert "[0]" in off_figure(walk, [0.6, 0.0])
    assert "[1]" in off_figure(walk, [-0.1, 0.6])


def test_a_misprinted_figure_is_compared_with_the_recomputed_one() -> None:
    trace = figures_of(default_root())["s2.gd.0.2.trace"]
    true = [10 * 0.6**k for k in range(11)]

    assert off_figure(trace, true) == ""
    assert "[6]" in off_figure(trace, [*true[:6], 0.4666, *true[7:]])
    assert "another shape" in off_figure(trace, true[:10])
    assert "[10]" in off_figure(trace, [*true[:10], float("nan")])


def test_runs_are_told_apart() -> None:
    run = Run("a", "done", 0.1, ("1", "2"), {"loss": (b"x", b"y")})

    assert run.differs(dataclasses.replace(run, seconds=9.0)) == ""
    assert "line 2" in run.differs(dataclasses.replace(run, lines=("1", "3")))
    assert "2 lines and then 1" in run.differs(dataclasses.replace(run, lines=("1",)))
    assert "loss" in run.differs(dataclasses.replace(run, curves={}))
    assert "raised" in run.differs(dataclasses.replace(run, outcome="raised"))


def test_which_points_are_left_of_a_thinned_curve_does_not_matter() -> None:
    def gathered(*parts: list[float], seen: int) -> Drawing:
        """Parts of a curve as they come; at the end, `seen` points had been logged."""
        come = Gathered()
        for index, part in enumerate(parts):
            data = array("d", part).tobytes()
            logged = seen if index == len(parts) - 1 else len(part)
            come.take(protocol.Points(1, "loss", data, data, logged))
        return come.settled()

    assert gathered([1, 2, 3, 4], seen=4) == gathered([1, 2], [3, 4], seen=4)
    assert gathered([1, 2, 3, 5], seen=4) != gathered([1, 2, 4, 5], seen=4)
    assert gathered([1, 2, 5], seen=4) == gathered([1], [4, 5], seen=4)
    assert gathered([1, 2, 5], seen=4) != gathered([1, 2, 6], seen=4)


def quiz(kind: str, *answers: tuple[bool, str, str], code: str | None = None) -> Quiz:
    listed = tuple(Answer(right, text, why, 1) for right, text, why in answers)
    return Quiz("q", kind, (), listed, 1, code=code)  # type: ignore[arg-type]


def test_honest_quizzes_pass() -> None:
    right, wrong = (True, "2", "yes"), (False, "3", "no")
    for kind in ("choice", "multiple", "number", "text", "predict"):
        assert list(wrongly_judged(quiz(kind, right, wrong))) == [], kind
    lines = quiz("parsons", (False, "`c = 3`", "no"), (False, "*", "look"), code="a = 1\nb = a")
    assert list(wrongly_judged(lines)) == []


def test_dishonest_quizzes_are_found() -> None:
    # 2.0001 is within the usual tolerance of 2.0, so it can't be wrong as well
    twice = quiz("number", (True, "2.0", ""), (False, "2.0001", "no"))
    assert "the wrong answer '2.0001' is judged right" in list(wrongly_judged(twice))

    mute = quiz("choice", (True, "2", "yes"), (False, "3", ""))
    assert list(wrongly_judged(mute)) == ["the wrong answer '3' has no why"]

    hidden = quiz("text", (True, "ten", ""), (False, "six", "a"), (False, "Six.", "b"))
    assert list(wrongly_judged(hidden)) == ["the wrong answer 'Six.' is told 'a'"]

    stated = quiz("predict", (True, "3", ""), (False, "4", "no"), code="print(2)")
    assert list(wrongly_judged(stated, computed="2\n")) == [
        "'3' is stated, but running gives '2'",
    ]
