"""One page: prose on one side, its activity on the other (or below, on narrow screens)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.app.cell import CellView
from tutor.app.exercise import ExerciseView
from tutor.app.exercise_words import ExerciseWords
from tutor.app.prose import widgets_of
from tutor.app.quiz import QuizView
from tutor.course import plain
from tutor.course.model import Cell, Course, ExerciseLink, Page, Playground, Quiz
from tutor.progress import AnswerRecord

if TYPE_CHECKING:
    from tutor.app.playground_view import PlaygroundView


class PageView(Container):
    """A page of a lesson. It stays mounted when one leaves it, so outputs and curves stay."""

    def __init__(
        self,
        page: Page,
        course: Course,
        *,
        sources: Mapping[str, str],
        revised: Collection[str] = (),
        turned: Mapping[str, Mapping[str, object]] | None = None,
        answers: Mapping[str, AnswerRecord],
        seed: int = 0,
    ) -> None:
        super().__init__(classes="page")
        self.page = page
        self.terms = spellings(course, page.terms)
        self.sources = sources
        self.revised = revised
        self.turned = turned or {}  # values of knobs, by cell
        self.answers = answers
        self.seed = seed
        links = [each for each in page.activities if isinstance(each, ExerciseLink)]
        self.exercises = [ExerciseView(link, ExerciseWords(link.id, self.terms)) for link in links]

    def compose(self) -> ComposeResult:
        """Title and blocks; then the activities."""
        with VerticalScroll(classes="reading", can_focus=False):
            yield Static(Content(self.page.title), classes="page-title")
            yield from widgets_of(self.page.blocks, self.terms)
            yield from (exercise.words for exercise in self.exercises)
        if self.page.activities:
            with VerticalScroll(classes="doing", can_focus=False):
                yield from self._activities()

    def _activities(self) -> Iterable[Widget]:
        for activity in self.page.activities:
            match activity:
                case Cell():
                    source = self.sources.get(activity.id)
                    yield CellView(
                        activity,
                        source,
                        revised=activity.id in self.revised,
                        turned=self.turned.get(activity.id),
                    )
                case Quiz():
                    yield QuizView(activity, self.answers.get(activity.id), self.seed)
                case ExerciseLink():
                    yield next(e for e in self.exercises if e.link is activity)
                case Playground():
                    from tutor.app.playground_view import PlaygroundView  # noqa: PLC0415 - late

                    yield PlaygroundView(activity)

    def on_mount(self) -> None:
        """A page of words alone gets the whole width."""
        self.set_class(not self.page.activities, "-words")
        self.set_class(bool(self.exercises), "-exercise")

    @property
    def cells(self) -> list[CellView]:
        """The cells on this page."""
        return list(self.query(CellView))

    @property
    def quizzes(self) -> list[QuizView]:
        """The quizzes on this page."""
        return list(self.query(QuizView))

    @property
    def playgrounds(self) -> list[PlaygroundView]:
        """The playgrounds on this page."""
        return cast("list[PlaygroundView]", list(self.query("PlaygroundView")))

    def scrollers(self) -> list[Widget]:
        """What can be scrolled, in the order in which it is read: the page itself or its sides."""
        candidates = [self, *self.query(VerticalScroll)]
        return [w for w in candidates if w.display and w.max_scroll_y > 0]

    def as_text(self, width: int = 78) -> str:
        """The page as plain text, with what its cells gave: to save, and for the demo."""
        known = {e.link.id: e.exercise for e in self.exercises if e.exercise is not None}
        parts = [plain.page(self.page, width, exercises=known).rstrip()]
        for cell in self.cells:
            if cell.edited:
                parts.append(f"Your version of {cell.cell.id}:\n\n{cell.source}")
            if cell.figure is not None and not cell.figure.is_empty:
                parts.append(cell.figure.text)
            if cell.output.text:
                parts.append(f"Output:\n\n{cell.output.text}")
        parts += [playground.text for playground in self.playgrounds]
        parts += [exercise.as_text() for exercise in self.exercises if exercise.exercise]
        return "\n\n".join(parts) + "\n"


def spellings(course: Course, names: Iterable[str]) -> dict[str, str]:
    """Every spelling of these glossary terms -> the term."""
    found = {}
    for name in names:
        term = course.glossary.get(name)
        if term is not None:
            found.update(dict.fromkeys((name, *term.also), name))
    return found
