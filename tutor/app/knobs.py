"""Knobs on the screen: one small field for each."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from tutor.course import knobs
from tutor.course.model import Knob


class KnobInput(Input):
    """The field of a knob; up and down step through its values."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "submit", "run", id="knob.run"),
        Binding("up", "step(1)", "more", id="knob.more"),
        Binding("down", "step(-1)", "less", id="knob.less"),
    ]

    HELP = """\
**A knob.** Type a value and press Enter to run with it, or step through values with `up` and
`down`. `escape` goes back to reading.
"""

    def __init__(self, knob: Knob) -> None:
        width = max([len(str(o)) for o in (knob.default, knob.low, knob.high, *knob.options)])
        super().__init__(str(knob.default), compact=True, max_length=40, classes="knob-input")
        self.knob = knob
        self.cursor_blink = False
        self.styles.width = max(8, min(width + 3, 16))

    def action_step(self, direction: int) -> None:
        """Step to the next value, up (1) or down (-1)."""
        try:
            now = knobs.parse(self.knob, self.value)
        except knobs.KnobError:
            now = self.knob.default
        self.value = str(knobs.step(self.knob, now, 1 if direction > 0 else -1))


class KnobField(Horizontal):
    """A knob's name, its field, and what it may be."""

    class Submitted(Message):
        """Enter was pressed in a knob: run with it."""

    def __init__(self, knob: Knob) -> None:
        super().__init__(classes="knob")
        self.knob = knob
        self._in_code: object = knob.default  # the value in the code as it was last seen

    def compose(self) -> ComposeResult:
        """Name, field, range."""
        yield Label(f"{self.knob.name} ", classes="knob-name", markup=False)
        yield KnobInput(self.knob)
        yield Label(f" {_range(self.knob)}", classes="knob-range", markup=False)

    @property
    def input(self) -> KnobInput:
        """The field."""
        return self.query_one(KnobInput)

    def value(self) -> float | int | str | bool:
        """What the learner chose; knobs.KnobError if it isn't possible."""
        return knobs.parse(self.knob, self.input.value)

    def follow(self, source: str) -> None:
        """Show the value that the code gives, when editing has changed it.

        Otherwise a run would put the knob's value over what was just typed.
        """
        try:
            value = knobs.default_of(source, self.knob.name)
        except knobs.KnobError:
            return
        if value != self._in_code:
            self._in_code = value
            self.input.value = str(value)

    def reset(self) -> None:
        """Back to the value in the lesson."""
        self._in_code = self.knob.default
        self.input.value = str(self.knob.default)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run with the new value."""
        event.stop()
        self.post_message(self.Submitted())


def _range(knob: Knob) -> str:
    if knob.options:
        return " | ".join(str(option) for option in knob.options)
    if knob.low is None and knob.high is None:
        return ""
    low = "" if knob.low is None else f"{knob.low:g}"
    high = "" if knob.high is None else f"{knob.high:g}"
    return f"{low}…{high}"
