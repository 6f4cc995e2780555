"""A quiz on the screen: the question, a way to answer, and what is said to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tutor.app.code import CodeView
from tutor.app.prose import widgets_of
from tutor.app.quiz_fields import LineField, answer_field
from tutor.app.quiz_offers import offers
from tutor.app.quiz_options import ChoiceView, ListWidget, MultipleView
from tutor.app.quiz_order import OrderView
from tutor.app.quiz_text import content
from tutor.course import quiz as judging
from tutor.course.model import Quiz
from tutor.progress import AnswerRecord

Given = str | Sequence[str]
if TYPE_CHECKING:
    from tutor.app.quiz_lines import LinesField

    AnswerWidget = ChoiceView | MultipleView | OrderView | LineField | LinesField

_ASKS = {
    "choice": "choose one",
    "multiple": "tick all that are right",
    "number": "type a number",
    "text": "type the answer",
    "predict": "type what it prints",
    "parsons": "put the lines in order",
}


class QuizBar(Static, can_focus=True):
    """One line that says what can be done now; each part can be clicked."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "submit", "answer", id="quiz.bar_submit", show=False),
    ]

    async def action_submit(self) -> None:
        """Answer."""
        if isinstance(self.parent, QuizView):
            await self.parent.submit()

    def action_reveal(self) -> None:
        """Show the answer."""
        if isinstance(self.parent, QuizView):
            self.parent.action_reveal()


class QuizView(Vertical):
    """A quiz of any kind. It judges; what is kept, and what needs running, is the app's part."""

    DEFAULT_CSS = """
    QuizView {
        height: auto;
        margin-bottom: 1;
        border-left: thick $primary 60%;

        & > .quiz-title { padding: 0 1; text-style: bold; color: $primary; }
        & > .quiz-code { margin: 0 1 1 1; padding: 0 1; background: $surface; }
        & > .quiz-note { padding: 0 1; }
        & > .quiz-verdict { padding: 0 1; margin-top: 1; }
        & > QuizBar { padding: 0 1; height: auto; margin-top: 1; }
        & > QuizBar:focus { background: $panel; }
        &.-right { border-left: thick $success; }
        &.-wrong { border-left: thick $error; }
    }
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("v", "reveal", "view the answer", id="quiz.reveal", show=False),
    ]

    HELP = (
        "**A question.** A wrong answer costs nothing: read why, try again. `[[quiz.reveal]]` "
        "shows the answer (from a field, `tab` first)."
    )

    class Answered(Message):
        """An answer was judged: right, or wrong and understood."""

        def __init__(self, view: QuizView, given: Given, judgement: judging.Judgement) -> None:
            super().__init__()
            self.view = view
            self.quiz = view.quiz
            self.given = given
            self.judgement = judgement

        @property
        def control(self) -> QuizView:
            """The quiz, for `on`."""
            return self.view

    class ValueWanted(Message):
        """Only running code tells what is right: answer with `view.set_computed`."""

        def __init__(self, view: QuizView) -> None:
            super().__init__()
            self.view = view
            self.quiz = view.quiz

        @property
        def control(self) -> QuizView:
            """The quiz, for `on`."""
            return self.view

    def __init__(self, quiz: Quiz, record: AnswerRecord | None = None, seed: int = 0) -> None:
        super().__init__(classes="quiz")
        self.quiz = quiz
        self.record = record
        self.seed = seed
        self.judgement: judging.Judgement | None = None  # of the latest answer
        self.given: Given | None = None  # the latest answer
        self.revealed = False
        self._computed: str | None = None
        self._waiting: Literal["", "judge", "reveal"] = ""  # what to do when the value comes
        self.answer = self._make_answer()

    # --- what it is made of --------------------------------------------------------------------

    def _make_answer(self) -> AnswerWidget:
        quiz = self.quiz
        if quiz.kind not in ("choice", "multiple", "parsons"):
            return answer_field(quiz)
        options = judging.options(quiz, self.seed)
        if quiz.kind == "choice":
            return ChoiceView(options)
        if quiz.kind == "multiple":
            return MultipleView(options)
        return OrderView(options, may_put_aside=len(options) > len(judging.lines_of(quiz)))

    def compose(self) -> ComposeResult:
        """Question, code, answer, what can be done, verdict."""
        yield Static(f"Question · {_ASKS[self.quiz.kind]}", classes="quiz-title", markup=False)
        yield from widgets_of(self.quiz.question)
        if self.quiz.kind == "predict" and self.quiz.code:
            yield CodeView(self.quiz.code, classes="quiz-code")
        yield self.answer
        yield Static("", classes="quiz-note", markup=False)
        yield Static("", classes="quiz-verdict", markup=False)
        yield QuizBar("", markup=False)

    def on_mount(self) -> None:
        """Show the answer that was given before."""
        self._say("")
        self.query_one(".quiz-verdict").display = False
        if self.record is not None:
            self._restore(self.record)
        self._refresh()

    @property
    def solved(self) -> bool:
        """Whether it was answered right."""
        return self.judgement is not None and self.judgement.right

    @property
    def waiting(self) -> bool:
        """Whether the right answer is being computed."""
        return bool(self._waiting)

    def focus_answer(self) -> bool:
        """Put the focus where one answers; False when there is nothing to answer any more."""
        if self.answer.locked or self.answer.disabled:
            return False
        self.answer.focus()
        return True

    def _restore(self, record: AnswerRecord) -> None:
        if record.digest != self.quiz.digest:
            self._say("This question has changed since you answered it.")
            return
        self.given = record.given
        self.answer.put(record.given)
        if self._needs_value:  # not worth a run: what was found then still holds
            verdict = judging.Judgement(record.right, "", "")
        else:
            verdict = judging.judge(self.quiz, record.given)
        self._take(verdict)

    # --- answering -----------------------------------------------------------------------------

    @on(ListWidget.Submitted)
    @on(LineField.Ready)
    async def _ready(self, event: Message) -> None:
        event.stop()
        await self.submit()

    @on(ListWidget.Changed)
    @on(Input.Changed)
    def _answer_changed(self, event: Message) -> None:
        event.stop()
        # A verdict on something else than what is chosen now would mislead.
        if self.judgement is not None and not self.solved and self.answer.given != self.given:
            self.judgement = None
            self._refresh()

    async def on_lines_field_ready(self, event: Message) -> None:
        """The answer of a field of several lines; named, not imported: see `quiz_lines`."""
        await self._ready(event)

    def on_text_area_changed(self, event: Message) -> None:
        """What stands in a field of several lines is another now."""
        self._answer_changed(event)

    async def submit(self, given: Given | None = None) -> None:
        """Answer with what the learner has chosen or typed, or with `given`.

        The judgement follows at once, or after `set_computed` where it takes a run.
        """
        if self.solved or self._waiting:
            return
        if given is not None:
            self.answer.put(given)
        self.given = self.answer.given if given is None else given
        if self._needs_value and self._computed is None and _is_something(self.given):
            self._want("judge")
        else:
            self._judge()

    def set_computed(self, text: str, error: str | None = None) -> None:
        """What running gave: the value of `quiz.run`, or what the code printed."""
        waiting, self._waiting = self._waiting, ""
        if not self.is_attached:  # the page is gone
            return
        if error is None:
            self._computed = text
        elif not self._stated:
            self._say(f"The right answer can't be worked out now: {error.strip()}")
            self._refresh()
            return
        if waiting == "judge":
            self._judge()
        elif waiting == "reveal":
            self._reveal()

    @property
    def _needs_value(self) -> bool:
        return self.quiz.run is not None or self.quiz.kind == "predict"

    @property
    def _stated(self) -> bool:
        """Whether the lesson states a right answer, so that no run is needed to judge."""
        return self.quiz.kind == "parsons" or any(a.right for a in self.quiz.answers)

    def _want(self, then: Literal["judge", "reveal"]) -> None:
        self._waiting = then
        self._say("Working out the answer …")
        self._refresh()
        self.post_message(self.ValueWanted(self))

    def _judge(self) -> None:
        given = self.given if self.given is not None else ""
        judgement = judging.judge(self.quiz, given, self._computed)
        self._say("")
        self._take(judgement)
        self._bring_into_view()
        if judgement.understood:
            self.post_message(self.Answered(self, given, judgement))

    def _take(self, judgement: judging.Judgement) -> None:
        """Show a judgement."""
        self.judgement = judgement
        had_focus = self.answer.has_focus
        if isinstance(self.answer, ListWidget):
            self.answer.locked = judgement.right
            if judgement.understood:
                self.answer.mark(judgement.right)
        else:
            self.answer.disabled = judgement.right
        if judgement.right and had_focus:
            self.screen.set_focus(None)  # what follows, such as reading on, is for the page
        self._refresh()

    # --- showing the answer --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The answer can be shown until it is there."""
        if action == "reveal":
            return not (self.solved or self.revealed or self._waiting)
        return True

    def action_reveal(self) -> None:
        """Show the right answer and why it is right."""
        if self.solved or self.revealed or self._waiting:
            raise SkipAction
        if self._needs_value and self._computed is None:
            self._want("reveal")
        else:
            self._reveal()

    def _reveal(self) -> None:
        self.revealed = True
        self._say("")
        if isinstance(self.answer, ListWidget):
            answers = self._right_given()
            self.answer.mark(False, answers=[answers] if isinstance(answers, str) else answers)
        self._refresh()
        self._bring_into_view()

    def _right_given(self) -> Given:
        """What one would have to give."""
        if self.quiz.kind == "parsons":
            return judging.lines_of(self.quiz)
        stated = [answer.text for answer in self.quiz.answers if answer.right]
        if self.quiz.kind == "multiple":
            return stated
        if self._computed is not None:
            return self._computed
        return stated[0] if stated else ""

    # --- what is said --------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        note = self.query_one(".quiz-note", Static)
        note.update(text)
        note.display = bool(text)

    def _bring_into_view(self) -> None:
        """Scroll so that the verdict can be read, on small screens too."""
        verdict = self.query_one(".quiz-verdict")
        self.call_after_refresh(verdict.scroll_visible, animate=False)

    def _refresh(self) -> None:
        """Bring verdict, bar and colours in line with the state."""
        judgement = self.judgement
        understood = judgement is not None and judgement.understood
        self.set_class(self.solved, "-right")
        self.set_class(understood and not self.solved, "-wrong")
        verdict = self.query_one(".quiz-verdict", Static)
        lines = self._verdict()
        verdict.display = bool(lines)
        verdict.update(Content("\n").join(lines))
        bar = self.query_one(QuizBar)
        parts = offers(self)
        bar.display = bool(parts)
        bar.update(Content("  ").join(parts))
        self.refresh_bindings()

    def _verdict(self) -> list[Content]:
        """The verdict, why, and the right answer where it is time to show it."""
        judgement = self.judgement
        lines: list[Content] = []
        if judgement is not None and not judgement.understood:
            lines.append(content(judgement.why))
        elif judgement is not None:
            words = ("✓ Right.", "bold $success") if judgement.right else (
                "✗ Not right yet.", "bold $error"
            )  # fmt: skip
            lines.append(Content.assemble(words))
            if judgement.why:
                lines.append(content(judgement.why))
        if judgement is not None and judgement.right:
            lines += self._expected(judgement)
        elif self.revealed:
            right = judging.judge(self.quiz, self._right_given(), self._computed)
            lines += [Content(), *self._expected(right, always=True)]
            lines += [content(right.why)] if right.why else []
        return lines

    def _expected(self, judgement: judging.Judgement, *, always: bool = False) -> list[Content]:
        """The right answer; after a right one only where it says more than was given."""
        quiz, expected = self.quiz, judgement.expected
        if not expected or (quiz.kind in ("choice", "multiple", "parsons") and not always):
            return []
        if not always and isinstance(self.given, str) and self.given.strip() == expected.strip():
            return []
        head = Content.assemble(("The answer: ", "bold"))
        is_markdown = quiz.kind in ("choice", "multiple")
        text = content(expected) if is_markdown else Content(expected)
        one_line = "\n" not in text.plain
        return [Content.assemble(head, text)] if one_line else [head, *text.split("\n")]


def _is_something(given: Given) -> bool:
    return bool(given.strip()) if isinstance(given, str) else bool(given)
