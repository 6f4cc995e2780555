"""What several commands do: find the course, open a lesson, print JSON and notes."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import json
import math
import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.errors import Failed, Misuse

if TYPE_CHECKING:
    from tutor.course.catalog import CourseReading
    from tutor.course.model import Course, Lesson, Problem
    from tutor.progress import Progress


def root_of(arguments: Namespace) -> Path:
    """The folder of the course: `--lessons`, or our own."""
    from tutor.course import catalog

    return Path(arguments.lessons) if arguments.lessons else catalog.default_root()


def device_of(arguments: Namespace) -> str | None:
    """The device for code: `--device`, or the one of the settings.

    None where TUTOR_DEVICE names it, which every process sees, and where the best is wanted.
    """
    if arguments.device is not None or os.environ.get("TUTOR_DEVICE", "").strip():
        return arguments.device  # type: ignore[no-any-return]  # a Namespace knows no types
    from tutor.progress import SettingsFile

    device = SettingsFile().load().settings.device
    return None if device == "auto" else device


def load_course(arguments: Namespace) -> CourseReading:
    """The course's files as they are; Misuse if its folder isn't there at all."""
    from tutor.course import catalog

    root = root_of(arguments)
    if not root.is_dir():
        raise Misuse(f"There is no folder {root}. --lessons takes the folder of a course.")
    return catalog.load_course(root)


def require_course(arguments: Namespace) -> Course:
    """The course; Failed with its problems if it can't be used."""
    reading = load_course(arguments)
    if reading.course is None:
        lines = "\n".join(show_problem(problem) for problem in reading.problems)
        raise Failed(f"This course can't be opened:\n{lines}")
    return reading.course


def require_name(course: Course, name: str) -> str:
    """The name of a lesson of the course; Misuse with the closest one if there is none."""
    if name in course.lessons:
        return name
    advice = suggestion(name, course.lessons, "`tutor list` shows them all.")
    raise Misuse(f"There is no lesson called {name!r}. {advice}")


def require_lesson(course: Course, name: str, language: str) -> Lesson:
    """A lesson of the course; Failed with its problems if it has errors."""
    from tutor.course.reader import read_lesson

    path = course.path_of(require_name(course, name), language)
    reading = read_lesson(path, glossary=course.glossary)
    if reading.lesson is None:
        lines = "\n".join(show_problem(problem) for problem in reading.problems)
        raise Failed(f"The lesson {name} can't be opened:\n{lines}")
    return reading.lesson


def suggestion(name: str, names: Iterable[str], otherwise: str) -> str:
    """A sentence with the closest names, or another if none is close."""
    from tutor.course.problems import closest

    near = closest(name, names)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def shown_path(path: Path | str) -> str:
    """A path as it is shortest to type: relative to the current folder where it is below it."""
    try:
        return str(Path(path).absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def show_problem(problem: Problem) -> str:
    """A problem as one line that editors can jump to."""
    mark = "warning: " if problem.severity == "warning" else ""
    path = shown_path(problem.path)
    return f"{path}:{problem.line}: {mark}{problem.message}; {problem.advice}"


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem with stable keys."""
    return {
        "path": shown_path(problem.path),
        "line": problem.line,
        "severity": problem.severity,
        "message": problem.message,
        "advice": problem.advice,
    }


def existing_progress() -> Progress | None:
    """What the learner has done; None where there is nothing yet: looking makes no files."""
    from tutor.progress import Progress, home_dir

    try:
        if not any(home_dir().glob("progress*.db")):
            return None
    except OSError:
        return None
    return Progress.open(on_notice=note)


def note(text: str) -> None:
    """Something beside the matter, where it doesn't disturb the output."""
    print(f"tutor: {text}", file=sys.stderr)


def print_json(document: object) -> None:
    """One JSON document; numbers that JSON hasn't are written as "nan", "inf" and "-inf"."""
    print(json.dumps(_finite(document), ensure_ascii=False, indent=2, allow_nan=False))


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value


def wants_colour() -> bool:
    """Whether colours are welcome on standard output."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
