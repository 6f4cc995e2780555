"""`tutor lint`: everything that is wrong with a course, a lesson or an exercise, at once.

The reader says what keeps a file from being used; `rules.RULES` says what else ought to be
better; `translation` compares `lesson.zh.md` with `lesson.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from tutor.course import catalog, sheets, translation
from tutor.course.curriculum import CURRICULUM, read_curriculum
from tutor.course.exercises import read_exercise
from tutor.course.model import Course, Exercise, ExerciseLink, Problem, Term
from tutor.course.problems import Problems
from tutor.course.reader import Draft, read_draft
from tutor.course.rules import RULES
from tutor.course.sheets import Context, Sheet, course_exercises, exercise_folders

_LESSON = re.compile(r"lesson(\.[a-z]{2})?\.md")
_EXERCISE = re.compile(r"exercise(\.[a-z]{2})?\.md")
_SERIOUS = ("error", "warning")


def lint(path: Path, data: Collection[str] | None = None) -> tuple[Problem, ...]:
    """The problems of a course's root, of a lesson's or exercise's folder, or of one file.

    `data` is the names of the data sets that there are; None leaves what lessons say of data
    alone. Sorted by file and line. Never raises for what the files hold, or for missing ones.
    """
    found = dict.fromkeys(_lint(path, data))
    return tuple(sorted(found, key=lambda p: (p.path, p.line, _SERIOUS.index(p.severity))))


def _lint(path: Path, data: Collection[str] | None) -> Iterable[Problem]:
    name = path.name
    if (path / catalog.COURSE).is_file() or name in (catalog.COURSE, catalog.GLOSSARY):
        return _Linter(path if path.is_dir() else path.parent, data).course()
    if path.is_dir():
        return _lint_folder(path, data)
    if _LESSON.fullmatch(name):
        return _Linter(_root_of(path), data).lesson_file(path)
    if _EXERCISE.fullmatch(name) or path.suffix == ".py":
        folder = path.parent if (path.parent / "exercise.md").is_file() else path.parent.parent
        return _Linter(_root_of(folder), data).exercise(folder)
    if not path.exists():
        return _complain(path, "there is no such file or folder", "check the path")
    advice = "name a course's folder, a lesson.md or an exercise.md"
    return _complain(path, "this isn't a file of a course", advice)


def _lint_folder(path: Path, data: Collection[str] | None) -> Iterable[Problem]:
    linter = _Linter(_root_of(path), data)
    if any(path.glob("lesson*.md")):
        return linter.lesson(path)
    if any(path.glob("exercise*.md")):
        return linter.exercise(path)
    lessons = sorted(path.glob("*/lesson.md"))
    if lessons:  # a chapter
        return [problem for each in lessons for problem in linter.lesson(each.parent)]
    advice = f"a course has a {catalog.COURSE}, a lesson a lesson.md, an exercise an exercise.md"
    return _complain(path, "there is nothing of a course in this folder", advice)


def _complain(path: Path, message: str, advice: str) -> tuple[Problem, ...]:
    problems = Problems(path)
    problems.error(1, message, advice)
    return problems.all()


def _root_of(path: Path) -> Path | None:
    """The course that a file or folder belongs to: the nearest folder with a course.yml."""
    parents = path.absolute().parents
    return next((p for p in parents if (p / catalog.COURSE).is_file()), None)


def _plan(root: Path | None) -> tuple[tuple[Problem, ...], frozenset[str] | None]:
    """What is wrong with the curriculum of a course, and its items; None where it has none."""
    if root is None or not (root / CURRICULUM).is_file():
        return (), None
    parts, problems = read_curriculum(root / CURRICULUM)
    return problems.all(), frozenset(name for part in parts for name in part.rows)


class _Linter:
    """Lints files of one course, or of none."""

    def __init__(self, root: Path | None, data: Collection[str] | None) -> None:
        self.root = root
        reading = catalog.load_course(root) if root is not None else None
        self.course_problems = reading.problems if reading else ()
        self.listed: Course | None = reading.course if reading else None
        self.figures = Problems((root or Path()) / sheets.FIGURES)
        context = (
            sheets.context_of(root, self.listed, self.figures) if root is not None else Context()
        )
        self.plan, items = _plan(root)
        self.context = replace(context, data=None if data is None else frozenset(data), items=items)
        self.glossary: dict[str, Term] = dict(self.listed.glossary) if self.listed else {}

    def course(self) -> list[Problem]:
        """Everything."""
        found = [*self.course_problems, *self.figures.all(), *self.plan]
        if self.root is not None:
            found += catalog.check_glossary(self.root)
        for name in self.listed.lessons if self.listed else ():
            assert self.listed is not None
            folder = self.listed.path_of(name).parent
            if folder.is_dir():
                found += self.lesson(folder)
        return found + self._names_stand_once()

    def lesson(self, folder: Path) -> list[Problem]:
        """A lesson's folder: each language, and its exercises."""
        english = folder / "lesson.md"
        files = [path for path in sorted(folder.glob("lesson*.md")) if path != english]
        found = self.lesson_file(english)
        for path in files:
            if _LESSON.fullmatch(path.name):
                found += self.lesson_file(path)
            else:
                advice = "call it lesson.md, or lesson.zh.md for Chinese"
                found += _complain(path, "nobody will read this file", advice)
        linked = _links(read_draft(english))
        for each in exercise_folders(folder):
            found += self.exercise(each)
            if each.name not in linked:
                problems = Problems(each / "exercise.md")
                message = f"no lesson links the exercise `{each.name}`"
                problems.warn(1, message, f"write `:::{{exercise}} {each.name}` in lesson.md")
                found += problems.all()
        return found

    def lesson_file(self, path: Path) -> list[Problem]:
        """One lesson in one language."""
        draft = read_draft(path, glossary=self.glossary)
        if draft.lesson is None:
            return list(draft.problems.all())
        _apply(sheets.sheet_of_lesson(draft.lesson, draft.problems, self.context))
        if draft.lesson.language != "en" and not draft.problems.failed:
            english = read_draft(path.parent / "lesson.md")
            if english.lesson is not None and not english.problems.failed:
                translation.compare(english.lesson, draft)
        return list(draft.problems.all())

    def exercise(self, folder: Path) -> list[Problem]:
        """An exercise's folder: each language."""
        english, problems = read_exercise(folder)
        found = [*problems, *self._words_of(english, folder / "exercise.md")]
        for path in sorted(folder.glob("exercise.??.md")):
            other, problems = read_exercise(folder, path.name.split(".")[1])
            found += [*problems, *self._words_of(other, path)]
            if english is not None and other is not None:
                compared = Problems(path)
                translation.compare_exercises(english, other, compared)
                found += compared.all()
        return found

    def _words_of(self, exercise: Exercise | None, path: Path) -> tuple[Problem, ...]:
        if exercise is None:
            return ()
        sheet = sheets.sheet_of_exercise(exercise, path, self.context)
        _apply(sheet)
        return sheet.found

    def _names_stand_once(self) -> list[Problem]:
        """Exercises, and the names they provide, are unique in the course."""
        owners: dict[str, Path] = {}
        found: list[Problem] = []
        for folder in course_exercises(self.listed) if self.listed else ():
            exercise, _ = read_exercise(folder)
            names = {folder.name, *(exercise.provides if exercise else ())}
            problems = Problems(folder / "exercise.md")
            for each in sorted(names):
                owner = owners.setdefault(each, folder)
                if owner != folder:
                    home = f"{owner.parent.parent.name}/{owner.name}"
                    message = f"the exercise {home} has the name `{each}` already"
                    problems.error(1, message, "give it another: a name stands once in a course")
            found += problems.all()
        return found


def _apply(sheet: Sheet) -> None:
    for rule in RULES:
        rule(sheet)


def _links(draft: Draft) -> set[str]:
    activities = draft.lesson.activities if draft.lesson else ()
    return {each.id for each in activities if isinstance(each, ExerciseLink)}
