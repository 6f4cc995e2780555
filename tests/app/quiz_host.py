"""A quiz of each kind, and an app that is a page with one of them."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.app.quiz import QuizView
from tutor.app.quiz_options import OptionsView
from tutor.course.model import Answer, Prose, Quiz
from tutor.progress import AnswerRecord


def quiz(kind: str, question: str, *answers: tuple[bool, str, str], **options: Any) -> Quiz:
    made = tuple(Answer(right, text, why, 1) for right, text, why in answers)
    return Quiz("q", kind, (Prose(question, 1),), made, 1, **options)  # type: ignore[arg-type]


CHOICE = quiz(
    "choice",
    "Which way is **down**, where $f'(x) > 0$?",
    (True, "Against the slope, $x - \\eta f'(x)$", "The slope points `up`."),
    (
        False,
        "Along the slope, which is an option so long that it has to be wrapped",
        "That climbs.",
    ),
    (False, "Nowhere", ""),
)
MULTIPLE = quiz(
    "multiple",
    "Which are convex?",
    (True, "$x^2$", ""),
    (True, "$|x|$", "A corner is fine."),
    (False, "$x^3$", "Not below zero."),
)
NUMBER = quiz(
    "number",
    "At which rate does it stop?",
    (True, "0.5", "$|1 - 4\\eta| < 1$"),
    (False, "0.25", "There it lands on the bottom."),
)
TEXT = quiz("text", "What is the step size called?", (True, "learning rate", "Or step size."))
COMPUTED = quiz("number", "How far?", (False, "*", "Count the steps."), run="10 * 0.6 ** 2")
PREDICT = quiz("predict", "What is printed?", (True, "5.0", ""), code="print(10 / 2)")
LINES = quiz(
    "predict",
    "What is printed?",
    code="x = 10\nfor _ in range(2):\n    x = x / 2\n    print(x)",
)
ORDER = quiz(
    "parsons",
    "Put the loop in order.",
    (False, "`x = x + eta * grad`", "That climbs."),
    code="for step in range(9):\n    grad = 2 * x\n    x = x - eta * grad",
)


class Host(App[None]):
    """A page with one quiz, whose keys are partly those of the lesson screen."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("space", "note('space')"),
        Binding("down", "note('down')"),
        Binding("n", "note('n')"),
    ]

    def __init__(
        self,
        asked: Quiz,
        record: AnswerRecord | None = None,
        found: str | None = "",
        error: str = "",
    ) -> None:
        super().__init__()
        self.asked, self.record = asked, record
        self.found, self.error = found, error  # found None: the app never answers
        self.posted: list[QuizView.Answered] = []
        self.wanted = 0
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield QuizView(self.asked, self.record, 3)

    @property
    def view(self) -> QuizView:
        return self.query_one(QuizView)

    @property
    def verdict(self) -> str:
        return shown(self.view, ".quiz-verdict")

    @property
    def outcomes(self) -> list[bool]:
        return [event.judgement.right for event in self.posted]

    def action_note(self, key: str) -> None:
        self.notes.append(key)

    def on_quiz_view_answered(self, event: QuizView.Answered) -> None:
        self.posted.append(event)

    def on_quiz_view_value_wanted(self, event: QuizView.ValueWanted) -> None:
        self.wanted += 1
        if self.found is not None:
            event.view.set_computed(self.found, self.error or None)


def shown(view: QuizView, selector: str) -> str:
    widget = view.query_one(selector, Static)
    return str(widget.content) if widget.display else ""


def number_of(view: QuizView, option: str) -> str:
    """The key of an option: they are shuffled."""
    return str(view.query_one(OptionsView).options.index(option) + 1)
