"""Every lesson of the course keeps every promise: as a lesson, and as a plain script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from promises import Broken, examine, same_line

from tutor.course import catalog, needs
from tutor.course.lint import lint
from tutor.course.model import Cell, Course, Lesson
from tutor.course.reader import read_lesson
from tutor.datasets import registry

ROOT = Path(__file__).resolve().parent.parent.parent
PROMISES = ("runs", "again", "alone", "expect", "within", "figures", "seconds", "quiz")
MARK = "=== cell "


@cache
def course() -> Course:
    reading = catalog.load_course(catalog.default_root())
    assert reading.course is not None, reading.problems
    return reading.course


LESSONS = course().lessons


def lesson_named(name: str) -> Lesson:
    reading = read_lesson(course().path_of(name), glossary=course().glossary)
    assert reading.lesson is not None, reading.problems
    return reading.lesson


@cache  # one engine and one walk through the lesson for all its tests
def broken_in(name: str) -> list[Broken]:
    return examine(course().path_of(name), course().root)


def test_the_course_has_nothing_to_complain_of() -> None:
    assert [str(problem) for problem in lint(course().root, registry.load())] == []


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("name", LESSONS)
def test_every_promise_is_kept(name: str, promise: str) -> None:
    assert [str(one) for one in broken_in(name) if one.promise == promise] == []


@pytest.mark.parametrize("name", LESSONS)
def test_no_promise_goes_unnoticed(name: str) -> None:
    assert {one.promise for one in broken_in(name)} <= {*PROMISES}


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_cell_takes_from_another_has_one_maker(name: str) -> None:
    assert needs.conflicts(lesson_named(name)) == ()


@pytest.mark.parametrize("name", LESSONS)
def test_a_cell_that_prints_promises_what(name: str) -> None:
    silent = [c.id for c in lesson_named(name).cells if "print(" in c.source and not promising(c)]

    assert silent == []


def promising(cell: Cell) -> bool:
    return bool(cell.expect or cell.within or cell.figures)


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_asks_in_several_ways(name: str) -> None:
    quizzes = lesson_named(name).quizzes

    assert len(quizzes) >= 6
    assert len(Counter(quiz.kind for quiz in quizzes)) >= 4
    assert any(quiz.before for quiz in quizzes)


@pytest.mark.parametrize("name", LESSONS)
def test_it_runs_as_a_plain_script(name: str, tmp_path: Path) -> None:
    lesson = lesson_named(name)
    script = tmp_path / f"{name}.py"
    script.write_text(script_of(lesson), encoding="utf-8")
    # passive: where other tests use the cores, threads that spin wait for one another
    surroundings = os.environ | {"TUTOR_DEVICE": "cpu", "OMP_WAIT_POLICY": "passive"}
    surroundings["PYTHONPATH"] = str(ROOT)

    ran = subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    printed = {part.split("\n", 1)[0]: part for part in ran.stdout.split(MARK)[1:]}
    for cell in lesson.cells:
        assert missing(cell.expect, printed[cell.id].splitlines()[1:]) == [], cell.id


def missing(expected: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Expected lines that don't come, in order, among others (curves are printed too)."""
    rest = iter(lines)
    return [want for want in expected if not any(same_line(want, line) for line in rest)]


def script_of(lesson: Lesson) -> str:
    """The cells of a lesson as one program; each says its name before it runs."""
    return "\n\n".join(f'print("{MARK}{cell.id}")\n{cell.source}' for cell in lesson.cells)
