"""Knobs on the screen: a line for each, turned by keys, by typing and by the mouse."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from tutor.app.knob_parts import KnobBar, KnobButton, KnobChoice
from tutor.course import knobs
from tutor.course.model import Knob

LEAP = 5  # steps of a large step


class KnobInput(Input):
    """The field of a knob; up and down step through its values."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "submit", "run", id="knob.run"),
        Binding("up", "step(1)", "more", id="knob.more"),
        Binding("down", "step(-1)", "less", id="knob.less"),
        Binding("pageup", f"step({LEAP})", "much more", id="knob.much_more", show=False),
        Binding("pagedown", f"step(-{LEAP})", "much less", id="knob.much_less", show=False),
        Binding("ctrl+z", "reset", "the lesson's", id="knob.reset"),
    ]

    HELP = """\
**A knob.** `[[knob.more]]` and `[[knob.less]]` turn it (`[[knob.much_more]]` and
`[[knob.much_less]]` further), so do a click on ◂ ▸, a drag on the bar, and the mouse wheel once it
has the focus. What is quick runs at once, and what runs begins anew. Or type a value, `1/3` and
`1e-3` included, and press `[[knob.run]]`. `[[knob.reset]]` takes the value that the lesson gives.
"""

    def __init__(self, knob: Knob, step: Callable[[int], None], reset: Callable[[], None]) -> None:
        width = max(len(str(value)) for value in (knob.default, knob.low, knob.high))
        super().__init__(str(knob.default), compact=True, max_length=40, classes="knob-input")
        self.knob = knob
        self.cursor_blink = False
        self.styles.width = max(8, min(width + 3, 16))
        self._step, self._reset = step, reset

    def action_step(self, steps: int) -> None:
        """Step to a later value (above 0) or an earlier one."""
        self._step(steps)

    def action_reset(self) -> None:
        """The lesson's value."""
        self._reset()


class KnobField(Horizontal):
    """A knob's name, its field or its choices, and what it may be.

    It says `Turned` when it is turned by arrows or the mouse, `Submitted` when a typed value is
    to be run with.
    """

    class Turned(Message):
        """The knob has another value now, at once complete: no half-typed number."""

    class Submitted(Message):
        """Enter was pressed in a knob: run with it."""

    def __init__(self, knob: Knob) -> None:
        super().__init__(classes="knob")
        self.knob = knob
        self._in_code: object = knob.default  # the value in the code as it was last seen
        self._good: knobs.Value = knob.default  # what it showed last that is a value at all
        self._chosen = bool(knob.options) or isinstance(knob.default, bool)
        self.control: KnobInput | KnobChoice
        if self._chosen:
            self.control = KnobChoice(knob, self.turn_to, self.turn_back, self._submit)
        else:
            self.control = KnobInput(knob, self._step, self.turn_back)
        self._bar = KnobBar(knob, self._drag) if knobs.has_bar(knob) else None

    def compose(self) -> ComposeResult:
        """Name, arrows around the value, a bar, the range, and the way back."""
        name = Label(self.knob.name, classes="knob-name", markup=False)
        name.styles.width = max(8, min(len(self.knob.name) + 2, 18))
        yield name
        stepped = not self._chosen and not isinstance(self.knob.default, str)
        if stepped:
            yield KnobButton("◂", lambda: self._click(-1), "knob-less")
        yield self.control
        if stepped:
            yield KnobButton("▸", lambda: self._click(1), "knob-more")
        if self._bar is not None:
            yield self._bar
        if not self._chosen:
            limits = Label(_range(self.knob), classes="knob-range", markup=False)
            limits.styles.width = len(_range(self.knob)) + 1
            yield limits
        yield KnobButton("↺", self.turn_back, "knob-reset")

    def on_mount(self) -> None:
        """Only a knob that was turned can be turned back."""
        if getattr(self.app, "plain", False):
            signs = {"◂": "<", "▸": ">", "↺": "x"}
            for button in self.query(KnobButton):
                button.update(signs[button.sign])
        self._follow_value()

    @property
    def text(self) -> str:
        """What the knob shows."""
        return self.control.value

    @property
    def is_default(self) -> bool:
        """Whether it stands as in the code."""
        try:
            return self.value() == self._in_code
        except knobs.KnobError:
            return False

    def value(self) -> knobs.Value:
        """What the learner chose; knobs.KnobError if it isn't possible."""
        return knobs.parse(self.knob, self.text)

    def put(self, text: str) -> None:
        """Show this; says nothing to anybody."""
        if isinstance(self.control, KnobChoice):
            self.control.show(text)
        else:
            self.control.value = text
        self._follow_value()

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
            self.put(str(value))

    def reset(self) -> None:
        """Back to the value in the lesson; says nothing to anybody."""
        self._in_code = self.knob.default
        self.put(str(self.knob.default))

    # --- turning it ----------------------------------------------------------------------------

    def turn_to(self, value: knobs.Value) -> None:
        """Give it a value, as arrows and the mouse do."""
        if str(value) != self.text:
            self.put(str(value))
            self.post_message(self.Turned())

    def turn_back(self) -> None:
        """Give it the value of the lesson (or of the code that the learner wrote)."""
        self.put(str(self._in_code))
        self.post_message(self.Turned())

    def _step(self, steps: int) -> None:
        try:
            now = self.value()
        except knobs.KnobError:
            now = self.knob.default
        for _ in range(abs(steps)):
            now = knobs.step(self.knob, now, 1 if steps > 0 else -1)
        self.turn_to(now)

    def _click(self, steps: int) -> None:
        self.control.focus()
        self._step(steps)

    def _drag(self, value: knobs.Value) -> None:
        self.control.focus()
        self.turn_to(value)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turns the knob that has the focus; elsewhere it scrolls the page."""
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel, the other way."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        if self.has_focus_within:
            event.stop()
            event.prevent_default()
            self.control.action_step(direction)

    def on_descendant_blur(self) -> None:
        """What can't be read is not left standing: every later run would stumble over it."""
        try:
            self.value()
        except knobs.KnobError:
            self.put(str(self._good))

    def _submit(self) -> None:
        self.post_message(self.Submitted())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run with the new value."""
        event.stop()
        self._submit()

    def on_input_changed(self) -> None:
        """Follow what is typed. The message goes on to the cell."""
        self._follow_value()

    def _follow_value(self) -> None:
        self.set_class(not self.is_default, "-turned")
        try:
            self._good = self.value()
        except knobs.KnobError:
            return
        if self._bar is not None:
            self._bar.show(self._good)


def _range(knob: Knob) -> str:
    if knob.low is None and knob.high is None:
        return ""
    low = "" if knob.low is None else f"{knob.low:g}"
    high = "" if knob.high is None else f"{knob.high:g}"
    log = " log" if knob.scale == "log" else ""
    return f"{low}…{high}{log}"
