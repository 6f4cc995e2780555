"""Reading a lesson: `lesson.md` to a `Lesson`, or every problem that it has, at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.course import blocks, cells, exercises, formulas, pages, playgrounds, quizzes
from tutor.course.directives import CELL, EXERCISE, PLAYGROUND, QUIZ
from tutor.course.model import Activity, Cell, Lesson, Problem, Quiz, Term
from tutor.course.options import Fields, split_header
from tutor.course.pages import Section
from tutor.course.problems import Problems, instead
from tutor.course.source import Piece, Text, read_lines, scan

SETUP = "setup"
_TOLERATED = ("jupytext", "kernelspec", "language_info", "mystnb")
_FILE = re.compile(r"lesson\.([a-z]{2})\.md")
_FRONT = "begin the file with a line `---`, then `summary: …`, then `---`"


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson and what is wrong with it; the lesson is None if anything is an error."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A lesson as far as it could be read, for the linter: even errors leave something."""

    lesson: Lesson | None
    problems: Problems
    translated: str = ""  # digest of the English that a translation was made from
    translated_line: int = 1


def read_lesson(path: Path, *, glossary: Mapping[str, Term] = {}) -> Reading:
    """Reads a lesson file. Never raises for what the file holds, or for a file that isn't there."""
    draft = read_draft(path, glossary=glossary)
    lesson = None if draft.problems.failed else draft.lesson
    return Reading(lesson, draft.problems.all())


def read_draft(path: Path, *, glossary: Mapping[str, Term] = {}) -> Draft:
    """Reads a lesson file, and keeps what can be used of a wrong one."""
    lines, problems = read_lines(path)
    if not lines:
        return Draft(None, problems)
    front, start = _front_matter(lines, problems)
    text = scan(lines[start:], start + 1, problems)
    formulas.check(text, problems)
    reader = _Reader(text, problems)
    divided = pages.divide(reader.sections, problems)
    if not divided and not problems.failed:
        problems.error(1, "this lesson has no pages", "write `## Title` and something under it")
    match = _FILE.fullmatch(path.name)
    folder = path.absolute().parent
    lesson = Lesson(
        name=folder.name,
        chapter=folder.parent.name,
        title=reader.title,
        path=path,
        language=match[1] if match else "en",
        summary=front.text("summary"),
        pages=tuple(pages.with_terms(divided, glossary)),
        setup=reader.setup,
        minutes=_minutes(front),
        prerequisites=front.texts("prerequisites"),
        covers=_covers(front),
        data=front.texts("data"),
        origin=front.text("origin"),
    )
    translated = front.text("translated")
    front.close()
    _check_names(lesson, problems)
    _check_covers(lesson, front.line("covers"), problems)
    return Draft(lesson, problems, translated, front.line("translated"))


# --- front matter -----------------------------------------------------------------------------


def _front_matter(lines: Sequence[str], problems: Problems) -> tuple[Fields, int]:
    if lines[0].rstrip() != "---":
        problems.error(1, "this lesson has no front matter", _FRONT)
        front = Fields({}, "front matter", 1, problems)
        front.tolerate("summary")
        return front, 0
    nodes, start = split_header(lines, 0, 1, problems)
    front = Fields(nodes, "front matter", 1, problems)
    front.tolerate(*_TOLERATED)
    if not front.text("summary") and not front.unread:
        line = front.line("summary")
        problems.error(line, "this lesson has no summary", "write `summary: …`, one sentence")
    return front, start


def _minutes(front: Fields) -> int:
    minutes = front.number("minutes", 30)
    if minutes is None or not 0 < minutes <= 600 or minutes != int(minutes):
        front.wrong("minutes", "a whole number from 1 to 600", "write `minutes: 30`")
        return 30
    return int(minutes)


def _covers(front: Fields) -> dict[str, tuple[str, ...]]:
    """Items of the curriculum, and where each is taught: `{I34.1: cell-id, I34.2: [a, b]}`."""
    node = front.node("covers")
    if node is None or not isinstance(node.value, dict):
        return dict.fromkeys(front.texts("covers"), ())
    found: dict[str, tuple[str, ...]] = {}
    for item, places in node.value.items():
        each = places.value if isinstance(places.value, list) else [places]
        if any(isinstance(place.value, list | dict | None) for place in each):
            front.wrong("covers", "ids of activities", f"write `covers: {{{item}: [an-id]}}`")
            continue
        found[item] = tuple(place.text for place in each)
    return found


# --- the body ---------------------------------------------------------------------------------


class _Reader:
    """Goes through the pieces of a lesson and builds its sections."""

    def __init__(self, text: Text, problems: Problems) -> None:
        self.text = text
        self.problems = problems
        self.title = ""
        self.setup: Cell | None = None
        self.sections = [Section("", 0)]
        run: list[Piece] = []
        for piece in text.pieces:
            if _is_activity(piece) or (piece.kind == "heading" and piece.level <= 2):
                self._blocks(run)
                run = []
                self._special(piece)
            else:
                run.append(piece)
        self._blocks(run)
        # what stands before the first `##` is an introduction, named like the lesson
        self.sections[0] = Section(self.title, 0, self.sections[0].items)
        if not self.title:
            problems.error(
                text.line, "this lesson has no title", "write `# Title` above its first page"
            )

    def _blocks(self, run: Sequence[Piece]) -> None:
        self.sections[-1].items.extend(blocks.build(self.text, run, self.problems))

    def _special(self, piece: Piece) -> None:
        if piece.kind == "heading":
            self._heading(piece)
            return
        activity = self._activity(piece)
        if not isinstance(activity, Cell) or activity.id != SETUP:
            if activity is not None:
                self.sections[-1].items.append(activity)
        elif len(self.sections) == 1 and self.setup is None:
            self.setup = activity
        elif self.setup is not None:
            pass  # said as an id that stands twice
        else:
            line = self.text.line + piece.start
            advice = "move it above, or give it another id"
            self.problems.error(line, f"the cell `{SETUP}` comes before the first `##`", advice)

    def _heading(self, piece: Piece) -> None:
        line = self.text.line + piece.start
        title = formulas.plain_title(piece.content)
        if not title:
            self.problems.error(line, "this heading is empty", "write a title after the `#`")
        if piece.level == 2:
            self.sections.append(Section(title, line))
        elif self.title:
            message = "a lesson has one `#`, its title"
            self.problems.error(line, message, "write `##` for a page, `###` inside one")
        else:
            self.title = title
            if len(self.sections) > 1:
                self.problems.error(line, "the title comes after a page", "move it to the top")

    def _activity(self, piece: Piece) -> Activity | None:
        assert piece.directive is not None
        if piece.directive.name == CELL:
            return cells.build(self.text, piece, self.problems)
        if piece.directive.name == QUIZ:
            return quizzes.build(self.text, piece, self.problems)
        if piece.directive.name == PLAYGROUND:
            return playgrounds.build(self.text, piece, self.problems)
        return exercises.build_link(self.text, piece, self.problems)


def _is_activity(piece: Piece) -> bool:
    names = (CELL, QUIZ, EXERCISE, PLAYGROUND)
    return piece.directive is not None and piece.directive.name in names


# --- what activities call one another ---------------------------------------------------------


def _check_names(lesson: Lesson, problems: Problems) -> None:
    first: dict[str, int] = {}
    setup = (lesson.setup,) if lesson.setup else ()
    activities: list[Activity] = [*setup, *lesson.activities]
    for activity in activities:
        for each in dict.fromkeys((activity.id, *activity.was)):
            if each in first:
                message = f"the id `{each}` stands twice, first in line {first[each]}"
                problems.error(activity.line, message, "give each its own")
            first.setdefault(each, activity.line)
    order = [a.id for a in activities]
    cells_of = [c.id for c in lesson.cells]
    for index, activity in enumerate(activities):
        if isinstance(activity, Cell):
            _check_needs(activity, cells_of, order[:index], problems)
        elif isinstance(activity, Quiz):
            for option, name in (("before", activity.before), ("after", activity.after)):
                if name is not None and name not in cells_of:
                    advice = instead(name, cells_of, "name a cell of this lesson")
                    message = f"`{option}: {name}` names no cell"
                    problems.error(activity.line, message, advice)


def _check_covers(lesson: Lesson, line: int, problems: Problems) -> None:
    known = [activity.id for activity in lesson.activities]
    for item, places in lesson.covers.items():
        for place in places:
            if place not in known:
                advice = instead(place, known, "name a cell, a quiz or an exercise of this lesson")
                problems.error(line, f"`covers: {item}` is taught at `{place}`, not there", advice)


def _check_needs(
    cell: Cell, known: Sequence[str], above: Sequence[str], problems: Problems
) -> None:
    for name in cell.needs:
        if name not in known:
            advice = instead(name, known, "name a cell of this lesson")
            problems.error(cell.line, f"`needs: {name}` names no cell", advice)
        elif name not in above:
            message = f"`needs: {name}` doesn't come before this cell"
            problems.error(cell.line, message, "move that cell up, or remove it from `needs`")


__all__ = ["Draft", "Reading", "read_draft", "read_lesson"]
