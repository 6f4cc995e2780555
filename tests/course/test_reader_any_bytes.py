"""Whatever a file holds, the reader neither raises nor names a line that isn't there."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reader_samples import WHOLE

from tutor.course.catalog import default_root, load_course
from tutor.course.lint import lint
from tutor.course.options import load
from tutor.course.problems import Problems
from tutor.course.reader import Reading, read_lesson

REAL = sorted(default_root().glob("*/*/lesson.md"))
LESSONS = [WHOLE, *(path.read_text("utf-8") for path in REAL)]
QUICK = settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LINES = [line for text in LESSONS for line in text.split("\n")]
ODD = [
    "",
    ":::",
    "```",
    "$$",
    "---",
    "- [x]",
    "> ",
    "\t",
    "  - a",
    "{",
    ":id: a",
    "$",
    "::::{note}",
]


def check(path: Path, data: bytes) -> Reading:
    path.write_bytes(data)
    reading = read_lesson(path)
    normal = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = max(1, normal.count(b"\n") + (not normal.endswith(b"\n")))
    assert all(1 <= p.line <= lines for p in reading.problems), (lines, reading.problems)
    assert all(p.message and p.advice and p.path == str(path) for p in reading.problems)
    assert all("\n" not in str(p) for p in reading.problems)
    errors = [p for p in reading.problems if p.severity == "error"]
    assert (reading.lesson is None) == bool(errors)
    return reading


@QUICK
@given(st.binary(max_size=300))
@example(b"")
@example(b"\r")
@example(b"---")
@example(b"---\n---")
@example(b":::\n\n")
@example(b"```{code-cell} python")
@example(b"\xef\xbb\xbf")
@example(b"---\nsummary: " + b"[" * 200 + b"\n---\n")
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    check(tmp_path / "lesson.md", data)


@QUICK
@given(st.lists(st.one_of(st.sampled_from(ODD), st.sampled_from(LINES), st.text(max_size=12))))
def test_any_lines(tmp_path: Path, lines: list[str]) -> None:
    check(tmp_path / "lesson.md", "\n".join(lines).encode("utf-8", "replace"))


def delete(lines: list[str], a: int, b: int) -> list[str]:
    return lines[:a] + lines[a + 1 + b % 3 :]


def double(lines: list[str], a: int, b: int) -> list[str]:
    return lines[: a + 1 + b % 3] + lines[a:]


def swap(lines: list[str], a: int, b: int) -> list[str]:
    lines[a], lines[b] = lines[b], lines[a]
    return lines


def cut(lines: list[str], a: int, b: int) -> list[str]:
    return [*lines[:a], lines[a][: b % (len(lines[a]) + 1)]]


def indent(lines: list[str], a: int, b: int) -> list[str]:
    return [*lines[:a], " " * (b % 6) + lines[a], *lines[a + 1 :]]


def spoil(lines: list[str], a: int, b: int) -> list[str]:
    return [*lines[:a], ODD[b % len(ODD)], *lines[a + 1 :]]


CHANGES: list[Callable[[list[str], int, int], list[str]]] = [
    delete,
    double,
    swap,
    cut,
    indent,
    spoil,
]
CHANGE = st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000), st.integers(0, 10_000))


@QUICK
@given(st.sampled_from(LESSONS), st.lists(CHANGE, min_size=1, max_size=4))
def test_damaged_lessons(
    tmp_path: Path,
    text: str,
    changes: list[tuple[Callable[[list[str], int, int], list[str]], int, int]],
) -> None:
    lines = text.split("\n")
    for change, a, b in changes:
        if lines:
            lines = change(lines, a % len(lines), b % len(lines))
    check(tmp_path / "lesson.md", "\n".join(lines).encode())


@QUICK
@given(st.sampled_from(LESSONS), st.data())
def test_lint_never_raises_for_damaged_lessons(
    tmp_path: Path, text: str, data: st.DataObject
) -> None:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.one_of(st.sampled_from(ODD), st.text(max_size=20)))
    path = tmp_path / "lesson.md"
    path.write_text("\n".join(lines), "utf-8", errors="replace", newline="\n")
    count = max(1, path.read_bytes().count(b"\n") + 1)
    assert all(1 <= p.line <= count for p in lint(path))


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("ab:#-[]{}\"'\n ,|>&*!%@`?1e.~\t\x07")))
def test_any_options(text: str) -> None:
    problems = Problems("lesson.md", text.count("\n") + 1)
    load(text, 1, problems)
    assert all(1 <= p.line <= text.count("\n") + 1 for p in problems.all())


@pytest.mark.parametrize("name", load_course(default_root()).course.lessons)  # type: ignore[union-attr]
def test_each_damaged_line_of_a_lesson_is_reported_nearby(tmp_path: Path, name: str) -> None:
    """A directive that loses its closing line is named where it opens, or where the next does."""
    course = load_course(default_root()).course
    assert course is not None
    lines = course.path_of(name).read_text("utf-8").split("\n")
    closing = [n for n, line in enumerate(lines) if line == ":::"]
    for number in random.Random(0).sample(closing, min(5, len(closing))):
        opening = max(n for n in range(number) if lines[n].startswith(":::{"))
        following = next(
            (n for n in range(number + 1, len(lines)) if lines[n].startswith(":::{")), opening
        )
        damaged = lines[:number] + lines[number + 1 :]
        reading = check(tmp_path / "lesson.md", "\n".join(damaged).encode())
        assert {opening + 1, following} & {p.line for p in reading.problems}


def test_reading_is_quick(tmp_path: Path) -> None:
    """600 lines take some 20 ms of a processor; the best of several runs is what counts."""
    path = tmp_path / "lesson.md"
    page = "\n## Page {n}\n\nProse, $x_{n}$.\n\n```{{code-cell}} python\n:id: c{n}\n\nx = 1\n```\n"
    text = WHOLE + "".join(page.format(n=n) for n in range(45))
    assert 600 < text.count("\n") < 700
    path.write_text(text, "utf-8")
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        assert read_lesson(path).lesson is not None
        best = min(best, time.process_time() - start)
    assert best < 0.06
