"""Finding exercises for a command: by name in the course, or by folder."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.common import load_course, require_course, show_problem, suggestion
from tutor.commands.errors import Failed, Misuse

if TYPE_CHECKING:
    from tutor.course.model import Course, Exercise

FILE = "exercise.md"


@dataclass(frozen=True, slots=True)
class Found:
    """An exercise, and the course and lesson that it belongs to (None and "" for neither)."""

    exercise: Exercise
    course: Course | None = None
    lesson: str = ""


def folders(course: Course) -> Mapping[str, Path]:
    """The folders of a course's exercises by name, in the order of the lessons."""
    found: dict[str, Path] = {}
    for name in course.lessons:
        below = course.path_of(name).parent / "exercises"
        for file in sorted(below.glob(f"*/{FILE}")):
            found.setdefault(file.parent.name, file.parent)
    return found


def find(arguments: Namespace, word: str) -> Found:
    """The exercise that a word names. Misuse if there is none, Failed if it has errors."""
    course = load_course(arguments).course
    known = {} if course is None else folders(course)
    folder = known.get(word) or _folder(word)
    if folder is None:
        require_course(arguments)
        advice = suggestion(word, known, f"There are these: {', '.join(known)}." if known else "")
        raise Misuse(f"There is no exercise called {word!r}. {advice}".rstrip())
    exercise = read(folder, arguments.lang)
    for each in known.values():
        if each.resolve() == folder.resolve():
            return Found(exercise, course, each.parent.parent.name)
    return Found(exercise)


def read(folder: Path, language: str = "en") -> Exercise:
    """The exercise in a folder; Failed with its problems if it has errors."""
    from tutor.course.exercises import read_exercise

    exercise, problems = read_exercise(folder, language)
    if exercise is None:
        lines = "\n".join(show_problem(p) for p in problems if p.severity == "error")
        raise Failed(f"The exercise {folder.absolute().name} can't be used:\n{lines}")
    return exercise


def _folder(word: str) -> Path | None:
    """The folder that is meant; also by one of the files in it."""
    path = Path(word)
    for folder in (path, path.parent):
        if (folder / FILE).is_file():
            return folder if folder == path or path.exists() else None
    return None
