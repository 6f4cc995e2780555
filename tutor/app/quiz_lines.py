"""A field of several lines, for what code prints.

In a module of its own since it brings Textual's text area, whose import would delay the first
paint of every page.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea


class LinesField(TextArea):
    """Several lines of output. Enter begins a new line; ctrl+j answers."""

    DEFAULT_CSS = """
    LinesField {
        height: auto;
        min-height: 4;
        max-height: 10;
        margin: 0 1;
    }
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("ctrl+j,ctrl+enter", "submit", "answer", id="quiz.submit_lines", priority=True),
    ]

    HELP = (
        "**What does this code print?** Type it line by line; `enter` begins a new line and "
        "`[[quiz.submit_lines]]` answers, as does a click on *answer*. `[[lesson.escape]]` leaves "
        "the field, `[[lesson.answer]]` comes back."
    )

    SUBMIT = "quiz.submit_lines"

    class Ready(Message):
        """The learner is sure."""

    def __init__(self) -> None:
        super().__init__(soft_wrap=False, tab_behavior="focus", placeholder="what it prints")
        self.cursor_blink = False

    @property
    def given(self) -> str:
        """What is typed."""
        return self.text

    @property
    def locked(self) -> bool:
        """Whether it can no longer be changed."""
        return self.disabled

    def put(self, given: str | Sequence[str]) -> None:
        """Put this in the field."""
        self.load_text(given if isinstance(given, str) else "\n".join(given))

    def action_submit(self) -> None:
        """The answer is ready."""
        self.post_message(self.Ready())
