"""Dividing a lesson into pages: prose and at most one activity, which ends the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor.course.model import Activity, Admonition, Block, Cell, Page, Prose, Quiz, Term
from tutor.course.problems import Problems
from tutor.course.terms import Finder


@dataclass(frozen=True, slots=True)
class Section:
    """A `##` heading, or the beginning of the lesson before the first one."""

    title: str
    line: int
    items: list[Block | Activity] = field(default_factory=list)


def divide(sections: Sequence[Section], problems: Problems) -> list[Page]:
    """The pages of a lesson.

    A page ends with its activity. What follows without a new `##` is a new page of the same
    title. A quiz with `before` shares the page of its cell, which comes right after it.
    """
    pages: list[Page] = []
    cells = {i.id for section in sections for i in section.items if isinstance(i, Cell)}
    for section in sections:
        found = _Pages(section, cells, problems).pages
        if not found and section.line and not problems.failed:
            advice = "write something under it, or remove the heading"
            problems.warn(section.line, f"the page `{section.title}` is empty", advice)
        pages += found
    return pages


class _Pages:
    """Divides one section, item by item."""

    def __init__(self, section: Section, cells: Collection[str], problems: Problems) -> None:
        self.section = section
        self.cells = cells
        self.problems = problems
        self.pages: list[Page] = []
        self.blocks: list[Block] = []
        self.waiting: Quiz | None = None  # asked before the cell that has to come next
        for item in section.items:
            if self.waiting is not None:
                self._check_next(self.waiting, item)
            if isinstance(item, Activity):
                self._activity(item)
            else:
                self.blocks.append(item)
        if self.waiting is not None:
            self._say_apart(self.waiting)
            self._end(self.waiting)
        elif self.blocks:
            self._end()

    def _activity(self, item: Activity) -> None:
        quiz, self.waiting = self.waiting, None
        if quiz is not None and isinstance(item, Cell) and item.id == quiz.before:
            self._end(quiz, item)
            return
        if quiz is not None:
            self._end(quiz)
        if isinstance(item, Quiz) and item.before is not None:
            self.waiting = item
        else:
            self._end(item)

    def _end(self, *activities: Activity) -> None:
        """Ends a page; the first of a section begins with the heading."""
        if not self.pages and self.section.line:
            line = self.section.line
        else:
            line = self.blocks[0].line if self.blocks else activities[0].line
        self.pages.append(Page(self.section.title, tuple(self.blocks), activities, line))
        self.blocks = []

    def _check_next(self, quiz: Quiz, item: Block | Activity) -> None:
        if not isinstance(item, Activity):
            message = f"this stands between quiz `{quiz.id}` and the cell it is asked before"
            advice = "move it above the quiz, or below the cell"
            self.problems.error(item.line, message, advice)
        elif not (isinstance(item, Cell) and item.id == quiz.before):
            self._say_apart(quiz)

    def _say_apart(self, quiz: Quiz) -> None:
        if quiz.before not in self.cells:
            return  # the reader says that there is no such cell
        message = f"quiz `{quiz.id}` is asked before `{quiz.before}`, which doesn't come next"
        advice = "put that cell right after the quiz, or remove `before`"
        self.problems.error(quiz.line, message, advice)


# --- the glossary -----------------------------------------------------------------------------


def with_terms(pages: Iterable[Page], glossary: Mapping[str, Term]) -> list[Page]:
    """The pages, each with the terms that first appear on it."""
    finder = Finder(glossary)
    seen: set[str] = set()
    marked: list[Page] = []
    for page in pages:
        found: list[str] = []
        for prose in _prose(page):
            for name in finder.find(prose.markdown):
                if name not in seen:
                    seen.add(name)
                    found.append(name)
        marked.append(replace(page, terms=tuple(found)))
    return marked


def _prose(page: Page) -> list[Prose]:
    """The prose of a page, that of quizzes left out: a link may give an answer away."""
    flat: list[Block] = []
    for block in page.blocks:
        flat += block.blocks if isinstance(block, Admonition) else [block]
    return [block for block in flat if isinstance(block, Prose)]
