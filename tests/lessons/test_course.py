"""Every lesson of the course keeps every promise: as a lesson, and as a plain script."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
import real_data
from promises import (
    ANY,
    QUICK,
    THOROUGH,
    Broken,
    Care,
    check_lesson,
    examine,
    figures_of,
    kinds_of,
    same_line,
)

from tutor.course import catalog, needs
from tutor.course.model import Cell, Course, ExerciseLink, Lesson, Prose
from tutor.course.reader import read_lesson
from tutor.engine import Engine

ROOT = Path(__file__).resolve().parent.parent.parent
PROMISES = ("runs", "again", "alone", "expect", "within", "figures", "seconds", "quiz")
MARK = "=== cell "
FEWER_KINDS = {"drills", "rmsprop"}  # short ones; the other lessons ask in four ways or more
SCRIPTS = ("gradient_descent",)  # run as a script each time; the others with the slow tests


@cache
def course() -> Course:
    reading = catalog.load_course(catalog.default_root())
    assert reading.course is not None, reading.problems
    return reading.course


LESSONS = course().lessons
CHAPTER = next(c for c in course().chapters if c.name == "optimization").lessons


def also_slow(name: str, quick: Collection[str]) -> object:
    """A parameter, with the slow tests unless it is one of the quick ones."""
    return pytest.param(name, marks=[] if name in quick else [pytest.mark.slow])


def lesson_named(name: str) -> Lesson:
    reading = read_lesson(course().path_of(name), glossary=course().glossary)
    assert reading.lesson is not None, reading.problems
    return reading.lesson


@pytest.fixture(scope="module")
def broken_in() -> Iterator[Callable[[str], list[Broken]]]:
    """What a lesson breaks: one engine for all of them, and one walk through each."""
    figures = figures_of(course().root)
    with real_data.laid("synthetic"), asyncio.Runner() as runner:
        engine = Engine(device="cpu")
        yield cache(
            lambda name: runner.run(check_lesson(engine, lesson_named(name), figures, care=QUICK))
        )
        runner.run(engine.close())


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("name", LESSONS)
def test_every_promise_is_kept(
    broken_in: Callable[[str], list[Broken]], name: str, promise: str
) -> None:
    assert [str(one) for one in broken_in(name) if one.promise == promise] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", LESSONS)
def test_every_promise_is_kept_however_one_looks(name: str) -> None:
    """Every cell again and alone, with several seeds, with the real data if they are here."""
    assert [str(one) for one in examine(course().path_of(name), course().root, THOROUGH)] == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", [name for name in LESSONS if lesson_named(name).data])
def test_ranges_hold_on_the_real_data(name: str) -> None:
    """Twenty seeds; what is printed in the sources has to lie where they end."""
    if "real" not in kinds_of(lesson_named(name)):
        pytest.skip("the real data aren't here")
    care = Care(seeds=range(1, 20), again=0)
    broken = examine(course().path_of(name), course().root, care, ["real"])
    # A range of the sources is the mean of 40 runs and five deviations, and such losses have a
    # long tail above: one run in twenty may lie beyond, but not beyond the lesson's own bounds.
    strays = Counter(one.where for one in broken if one.promise == "figures")

    assert [str(one) for one in broken if strays[one.where] != 1 or one.promise != "figures"] == []


@pytest.mark.parametrize("name", LESSONS)
def test_no_promise_goes_unnoticed(broken_in: Callable[[str], list[Broken]], name: str) -> None:
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
    assert len(Counter(quiz.kind for quiz in quizzes)) >= (3 if name in FEWER_KINDS else 4)
    assert any(quiz.before for quiz in quizzes)


@pytest.mark.parametrize("name", CHAPTER)
def test_each_lesson_of_the_chapter_has_all_that_one_should(name: str) -> None:
    lesson = lesson_named(name)
    exercises = [each for each in lesson.activities if isinstance(each, ExerciseLink)]
    kinds = {quiz.kind for quiz in lesson.quizzes}
    taken = [cell for cell in lesson.cells if "from tutor.mine import" in cell.source]
    *_, last = lesson.pages

    assert "predict" in kinds
    assert len(exercises) >= 2
    assert taken, "the learner's code does something"
    assert last.title == "What to keep"
    assert kept_lines(lesson) == 5
    assert link_to_the_next(lesson)


def kept_lines(lesson: Lesson) -> int:
    """How many numbered lines the last page has."""
    return len(re.findall(r"(?m)^\d\. ", words_of_the_last_page(lesson)))


def link_to_the_next(lesson: Lesson) -> bool:
    """Whether the last page leads on to the lesson that comes next."""
    after = LESSONS[LESSONS.index(lesson.name) + 1]
    return f"{after}/lesson.md)" in words_of_the_last_page(lesson)


def words_of_the_last_page(lesson: Lesson) -> str:
    blocks = lesson.pages[-1].blocks
    return "\n".join(block.markdown for block in blocks if isinstance(block, Prose))


@pytest.mark.parametrize("name", [also_slow(name, SCRIPTS) for name in LESSONS])
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
    rest, wanted = iter(lines), [want for want in expected if want.strip() != ANY]
    return [want for want in wanted if not any(same_line(want, line) for line in rest)]


def script_of(lesson: Lesson) -> str:
    """The cells of a lesson as one program; each says its name before it runs."""
    return "\n\n".join(f'print("{MARK}{cell.id}")\n{cell.source}' for cell in lesson.cells)
