"""Comparing a translation with the English it was made from.

`lesson.zh.md` stands beside `lesson.md` and is the same lesson: the same ids in the same
order, the same code and promises byte for byte, the same right answers. Only words differ.
Its front matter keeps `translated: DIGEST`, where DIGEST stands for the whole English file as
it was translated (`digest_of`). When the English changes, the linter warns, and whoever has
brought the translation up to date writes the new digest, which the warning names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tutor.course.model import Activity, Cell, Exercise, Lesson, Playground, Quiz
from tutor.course.problems import Problems
from tutor.course.reader import Draft
from tutor.course.source import read_lines

Difference = tuple[int, str]
_CELL = ("source", "tags", "needs", "seconds", "knobs", "expect", "within", "figures", "was")
_QUIZ = ("kind", "code", "before", "after", "run", "tolerance", "also", "was")
_PLAYGROUND = ("objective", "start", "entrants", "steps", "was")
_LESSON = ("minutes", "prerequisites", "covers", "data")

_NAMES: dict[type[object], tuple[str, ...]] = {
    Cell: _CELL,
    Quiz: _QUIZ,
    Playground: _PLAYGROUND,
}


def digest_of(path: Path) -> str:
    """A hash of a text file, whatever its line ends."""
    lines, _ = read_lines(path)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def compare(english: Lesson, draft: Draft) -> None:
    """Says, among the draft's problems, where a translation differs from the English."""
    assert draft.lesson is not None
    for line, message in _differences(english, draft.lesson):
        draft.problems.error(line, message, f"make it as in {english.path.name}")
    digest = digest_of(english.path)
    if draft.translated == digest:
        return
    line, problems = draft.translated_line, draft.problems
    if draft.translated:
        message = f"{english.path.name} has changed since this was translated"
        problems.warn(line, message, f"bring this up to date, then write `translated: {digest}`")
    else:
        message = "nobody can tell which English this was translated from"
        problems.warn(line, message, f"write `translated: {digest}` in the front matter")


def _differences(english: Lesson, other: Lesson) -> Iterator[Difference]:
    for name in _LESSON:
        if getattr(english, name) != getattr(other, name):
            yield 1, f"`{name}` differs from the English"
    theirs = _activities(english)
    ours = _activities(other)
    for missing in theirs.keys() - ours.keys():
        yield 1, f"`{missing}` is missing"
    for extra in ours.keys() - theirs.keys():
        yield ours[extra].line, f"the English has no `{extra}`"
    shared = [name for name in theirs if name in ours]
    if shared != [name for name in ours if name in theirs]:
        yield 1, "the activities stand in another order"
    if len(english.pages) != len(other.pages):
        yield 1, f"it has {len(other.pages)} pages, and the English {len(english.pages)}"
    for name in shared:
        yield from _activity(theirs[name], ours[name])


def _activities(lesson: Lesson) -> dict[str, Activity]:
    setup: list[Activity] = [lesson.setup] if lesson.setup else []
    return {activity.id: activity for activity in [*setup, *lesson.activities]}


def _activity(english: Activity, other: Activity) -> Iterator[Difference]:
    if type(english) is not type(other):
        yield other.line, f"`{other.id}` is something else in the English"
        return
    for name in _NAMES.get(type(english), ("was",)):
        if getattr(english, name) != getattr(other, name):
            what = "code" if name == "source" else name
            yield other.line, f"the {what} of `{other.id}` differs from the English"
    if isinstance(english, Quiz) and isinstance(other, Quiz):
        yield from _answers(english, other)


def _answers(english: Quiz, other: Quiz) -> Iterator[Difference]:
    """Choices and words are translated, so their order tells which is right."""
    if [a.right for a in english.answers] != [a.right for a in other.answers]:
        yield other.line, f"other answers of `{other.id}` are right than in the English"
    elif english.kind in ("number", "predict", "parsons"):
        for theirs, ours in zip(english.answers, other.answers, strict=True):
            if theirs.text != ours.text:
                yield ours.line, f"this answer of `{other.id}` is `{theirs.text}` in the English"


def compare_exercises(english: Exercise, other: Exercise, problems: Problems) -> None:
    """Says where the words of a translated exercise can't be those of the English."""
    for name in ("provides", "covers"):
        if getattr(english, name) != getattr(other, name):
            problems.error(1, f"`{name}` differs from the English", "make it as in exercise.md")
    if len(english.hints) != len(other.hints):
        message = f"it has {len(other.hints)} hints, and the English {len(english.hints)}"
        problems.error(1, message, "make it as in exercise.md")
