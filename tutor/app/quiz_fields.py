"""Fields to type an answer into: one line, or several where code prints several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from tutor.course.model import Quiz

_PLACEHOLDERS = {
    "number": "a number: 0.5, 1/2, 5e-1",
    "text": "a word or a few",
    "predict": "what it prints",
}

if TYPE_CHECKING:
    from tutor.app.quiz_lines import LinesField


class LineField(Input):
    """One line: a number, a word, or output of one line. Enter answers."""

    DEFAULT_CSS = """
    LineField {
        height: 3;
        margin: 0 1;
        max-width: 60;
    }
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "submit", "answer", id="quiz.submit_line"),
    ]

    HELP = (
        "**A question answered by typing.** `[[quiz.submit_line]]` answers. `[[lesson.escape]]` "
        "leaves the field, `[[lesson.answer]]` comes back. Numbers may be written 0.5, 1/2 or 5e-1."
    )

    SUBMIT = "quiz.submit_line"

    class Ready(Message):
        """The learner is sure."""

    def __init__(self, kind: str) -> None:
        super().__init__(placeholder=_PLACEHOLDERS.get(kind, ""), select_on_focus=False)
        self.cursor_blink = False

    @property
    def given(self) -> str:
        """What is typed."""
        return self.value

    @property
    def locked(self) -> bool:
        """Whether it can no longer be changed."""
        return self.disabled

    def put(self, given: str | Sequence[str]) -> None:
        """Put this in the field."""
        self.value = given if isinstance(given, str) else " ".join(given)

    async def action_submit(self) -> None:
        """Enter."""
        self.post_message(self.Ready())


def prints_lines(quiz: Quiz) -> bool:
    """Whether the code of a predict quiz may print more than one line."""
    stated = [answer.text for answer in quiz.answers if answer.right]
    if stated:
        return any("\n" in text.strip("\n`") for text in stated)
    code = quiz.code or ""
    calls = len(re.findall(r"\bprint\(", code))
    return calls > 1 or (calls == 1 and re.search(r"\b(for|while)\b|\\n", code) is not None)


def answer_field(quiz: Quiz) -> LineField | LinesField:
    """The field for a number, text or predict quiz."""
    if quiz.kind == "predict" and prints_lines(quiz):
        from tutor.app.quiz_lines import LinesField  # noqa: PLC0415  (see there)

        return LinesField()
    return LineField(quiz.kind)
