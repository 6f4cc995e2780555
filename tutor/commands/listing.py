"""`tutor list`: chapters and lessons, and how far the learner is."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.commands.common import (
    existing_progress,
    load_course,
    note,
    print_json,
    problem_json,
    require_course,
    show_problem,
)
from tutor.commands.errors import Exit

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson, Problem
    from tutor.progress import Progress


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    path: str
    lesson: Lesson | None  # None if it has errors
    problem: Problem | None  # the first error
    done: int = 0
    total: int = 0


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor list`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Print the course as a list; a lesson with errors is marked and doesn't make it fail."""
    reading = load_course(arguments)
    course = reading.course or require_course(arguments)
    progress = existing_progress()
    try:
        entries = {n: _entry(course, n, arguments.lang, progress) for n in course.lessons}
    finally:
        if progress is not None:
            progress.close()
    if arguments.json:
        print_json(_document(course, entries, reading.problems))
        return Exit.FINE
    _print(course, entries)
    for problem in reading.problems:
        if problem.severity == "error":
            note(show_problem(problem))
    return Exit.FINE


def _entry(course: Course, name: str, language: str, progress: Progress | None) -> _Entry:
    from tutor.course.reader import read_lesson

    path = course.path_of(name, language)
    reading = read_lesson(path, glossary=course.glossary)
    if reading.lesson is None:
        errors = [problem for problem in reading.problems if problem.severity == "error"]
        return _Entry(name, str(path), None, errors[0] if errors else None)
    finished = progress.done(course.name, name) if progress else {}
    activities = [(a.id, *a.was) for a in reading.lesson.activities]
    done = sum(any(each in finished for each in ids) for ids in activities)
    return _Entry(name, str(path), reading.lesson, None, done, len(activities))


def _print(course: Course, entries: dict[str, _Entry]) -> None:
    from tutor.course import widths

    done, total = _sums(entries)
    print(f"{course.title}: {done} of {total} done")
    names = max((widths.of(name) for name in entries), default=0)
    titles = [entry.lesson.title for entry in entries.values() if entry.lesson]
    room = max((widths.of(title) for title in titles), default=0)
    for chapter in course.chapters:
        print(f"\n{chapter.title}")
        for entry in (entries[name] for name in chapter.lessons):
            start = f"  {widths.pad(entry.name, names)}  "
            if entry.lesson is None:
                print(f"{start}can't be opened: {_why(entry)}")
                continue
            state = f"{entry.done}/{entry.total} done"
            print(
                f"{start}{widths.pad(entry.lesson.title, room)}  "
                f"{state:>11}  {entry.lesson.minutes:3} min"
            )


def _why(entry: _Entry) -> str:
    return show_problem(entry.problem) if entry.problem else entry.path


def _sums(entries: dict[str, _Entry]) -> tuple[int, int]:
    return sum(e.done for e in entries.values()), sum(e.total for e in entries.values())


def _document(
    course: Course, entries: dict[str, _Entry], problems: tuple[Problem, ...]
) -> dict[str, object]:
    done, total = _sums(entries)
    return {
        "course": course.name,
        "title": course.title,
        "done": done,
        "total": total,
        "chapters": [
            {
                "name": chapter.name,
                "title": chapter.title,
                "lessons": [_lesson_json(entries[name]) for name in chapter.lessons],
            }
            for chapter in course.chapters
        ],
        "problems": [problem_json(problem) for problem in problems],
    }


def _lesson_json(entry: _Entry) -> dict[str, object]:
    lesson = entry.lesson
    return {
        "name": entry.name,
        "title": lesson.title if lesson else None,
        "summary": lesson.summary if lesson else None,
        "language": lesson.language if lesson else None,
        "minutes": lesson.minutes if lesson else None,
        "done": entry.done,
        "total": entry.total,
        "problem": problem_json(entry.problem) if entry.problem else None,
    }
