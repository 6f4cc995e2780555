"""What a rule of the linter looks at: one file, read, and the course around it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tutor.course.exercises import folder_of
from tutor.course.model import (
    Admonition,
    Block,
    Course,
    Exercise,
    Formula,
    Lesson,
    Problem,
    Prose,
)
from tutor.course.problems import Problems

FIGURES = "figures.json"


@dataclass(frozen=True)
class Context:
    """The course that a file belongs to, as far as there is one."""

    course: Course | None = None
    figures: frozenset[str] | None = None  # ids of figures.json; None if it isn't there
    data: frozenset[str] | None = None  # names of data sets; None if nobody said which there are
    items: frozenset[str] | None = None  # of curriculum.yml; None if it isn't there

    @cached_property
    def homes(self) -> Mapping[str, Path]:
        """The folder of every exercise of the course, by name; the first one for a name."""
        found: dict[str, Path] = {}
        if self.course is not None:
            for folder in course_exercises(self.course):
                found.setdefault(folder.name, folder)
        return found


@dataclass(frozen=True)
class Sheet:
    """A lesson or an exercise, and where to say what is wrong with it."""

    path: Path
    problems: Problems
    context: Context
    lesson: Lesson | None = None  # None for an exercise
    exercise: Exercise | None = None
    sound: bool = True  # it was read without errors
    blocks: tuple[Block, ...] = field(default=())
    others: dict[str, Problems] = field(default_factory=dict)  # of files beside it, by path

    def about(self, path: Path, lines: int = 1) -> Problems:
        """Where to say what is wrong with a file beside this one."""
        return self.others.setdefault(str(path), Problems(path, lines))

    def front_line(self, key: str) -> int:
        """The line of a key of the front matter, which the model doesn't keep; else the first."""
        lines = self.path.read_text("utf-8-sig", errors="replace").splitlines()
        return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)

    @property
    def found(self) -> tuple[Problem, ...]:
        """Every problem that was said here, those of files beside it included."""
        return tuple(p for each in (self.problems, *self.others.values()) for p in each.all())

    @property
    def leaves(self) -> Iterator[Prose | Formula]:
        """Prose and formulas, those inside admonitions included."""
        for block in self.blocks:
            if isinstance(block, Admonition):
                yield from block.blocks
            else:
                yield block

    @property
    def passages(self) -> Iterator[tuple[str, int]]:
        """All Markdown, each with its line: prose, and what is said to answers."""
        for block in self.leaves:
            if isinstance(block, Prose):
                yield block.markdown, block.line
        for quiz in self.lesson.quizzes if self.lesson else ():
            for answer in quiz.answers:
                if quiz.kind in ("choice", "multiple"):
                    yield answer.text, answer.line
                yield answer.why, answer.line
        if self.exercise is not None:
            for words in (*self.exercise.hints, *self.exercise.feedback.values()):
                yield words, 1


def sheet_of_lesson(lesson: Lesson, problems: Problems, context: Context) -> Sheet:
    """The sheet of a lesson that could be read, perhaps with errors."""
    blocks = [block for page in lesson.pages for block in page.blocks]
    blocks += [block for quiz in lesson.quizzes for block in quiz.question]
    sound = not problems.failed
    return Sheet(lesson.path, problems, context, lesson=lesson, sound=sound, blocks=tuple(blocks))


def sheet_of_exercise(exercise: Exercise, path: Path, context: Context) -> Sheet:
    """The sheet of an exercise that could be read."""
    problems = Problems(path, count_lines(path))
    return Sheet(path, problems, context, exercise=exercise, blocks=exercise.statement)


def context_of(path: Path, course: Course | None, problems: Problems) -> Context:
    """What is around a file of the course at `path` (its root)."""
    file = path / FIGURES
    if not file.is_file():
        return Context(course)
    try:
        figures = json.loads(file.read_text("utf-8"))["figures"]
        return Context(course, frozenset(str(figure["id"]) for figure in figures))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        advice = 'write `{"figures": [{"id": "…"}, …]}`'
        problems.error(1, "the figures can't be read", advice)
        return Context(course)


def exercise_folders(lesson: Path) -> list[Path]:
    """The folders of exercises beside a lesson, `lesson` being the lesson's folder."""
    home = folder_of(lesson / "lesson.md", "x").parent
    return sorted(path for path in _entries(home) if path.is_dir() and path.name[0] not in "._")


def course_exercises(course: Course) -> Iterator[Path]:
    """The folders of all exercises of a course, in the order of the lessons."""
    for name in course.lessons:
        yield from exercise_folders(course.path_of(name).parent)


def _entries(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return ()


def count_lines(path: Path) -> int:
    """How many lines a file has, at least one."""
    try:
        return max(1, len(path.read_bytes().splitlines()))
    except OSError:
        return 1
