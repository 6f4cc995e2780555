"""What a knob is turned with by the mouse: arrows, a bar, a row of choices, and back."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.course import knobs
from tutor.course.model import Knob


class KnobButton(Static):
    """A sign to click on."""

    ALLOW_SELECT = False

    def __init__(self, sign: str, press: Callable[[], None], classes: str) -> None:
        super().__init__(sign, classes=classes, markup=False)
        self.sign = sign
        self._press = press

    def on_click(self, event: events.Click) -> None:
        """Do what it is there for."""
        event.stop()
        self._press()


class KnobBar(Widget):
    """A bar from the lowest value to the highest: a click or a drag turns the knob there."""

    ALLOW_SELECT = False

    def __init__(self, knob: Knob, turn: Callable[[knobs.Value], None]) -> None:
        super().__init__(classes="knob-bar")
        self.knob = knob
        self._turn = turn
        self._share = 0.0
        self._dragged = False
        self.show(knob.default)

    def show(self, value: knobs.Value) -> None:
        """Point at a value."""
        self._share = knobs.place(self.knob, value)
        self.refresh()

    def render(self) -> Content:
        """The line, and where the value lies on it."""
        done, left, here = "=-o" if getattr(self.app, "plain", False) else "━─●"
        room = max(1, self.size.width - 1)
        at = round(self._share * room)
        return Content.assemble(
            (done * at, "$accent"),
            (here, "bold $accent"),
            (left * (room - at), "$foreground-muted"),
        )

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        event.stop()
        self._dragged = True
        self.capture_mouse()
        self._go_to(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it along."""
        if self._dragged:
            event.stop()
            self._go_to(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._dragged:
            event.stop()
            self._dragged = False
            self.release_mouse()

    def _go_to(self, x: int) -> None:
        room = max(1, self.size.width - 1)
        self._turn(knobs.at_place(self.knob, min(max(x / room, 0.0), 1.0)))


class KnobChoice(Widget, can_focus=True):
    """One of a few values, side by side: arrows, the space bar or a click choose."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("right,up", "step(1)", "choose", id="knob.next"),
        Binding("left,down", "step(-1)", "choose back", id="knob.previous"),
        Binding("space", "cycle", "next, then the first", id="knob.cycle", show=False),
        Binding("enter", "run", "run", id="knob.run_choice"),
        Binding("ctrl+z,backspace", "reset", "the lesson's", id="knob.reset_choice", show=False),
    ]

    HELP = """\
**A knob with a few values.** `[[knob.next]]` and `[[knob.previous]]` choose, or a click. What is
quick runs at once; `[[knob.run_choice]]` runs the rest. `[[knob.reset_choice]]` takes the value
that the lesson gives.
"""

    def __init__(
        self,
        knob: Knob,
        turn: Callable[[knobs.Value], None],
        reset: Callable[[], None],
        run: Callable[[], None],
    ) -> None:
        super().__init__(classes="knob-choice")
        self.knob = knob
        self.options = knob.options or (False, True)
        self.value = str(knob.default)
        self._turn, self._reset, self._run = turn, reset, run
        self.styles.width = sum(len(_word(option)) + 2 for option in self.options)

    def show(self, value: knobs.Value) -> None:
        """Mark a value as chosen."""
        self.value = str(value)
        self.refresh()

    def render(self) -> Content:
        """All values, the chosen one marked; only that one where there is no room."""
        chosen = self._index
        style = "bold reverse" if self.has_focus else "bold underline"
        parts = [
            (f" {_word(option)} ", style if index == chosen else "$foreground-muted")
            for index, option in enumerate(self.options)
        ]
        whole = Content.assemble(*parts)
        if whole.cell_length <= self.size.width:
            return whole
        count = f"{chosen + 1} of {len(parts)}"
        return Content.assemble(parts[chosen], (f" {count}", "$foreground-muted"))

    @property
    def _index(self) -> int:
        words = [str(option) for option in self.options]
        return words.index(self.value) if self.value in words else 0

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        event.stop()
        widths = [len(_word(option)) + 2 for option in self.options]
        if sum(widths) > self.size.width:
            self.action_cycle()
            return
        ends = itertools.accumulate(widths)
        hit = next(
            (option for option, end in zip(self.options, ends, strict=True) if event.x < end), None
        )
        if hit is not None:
            self._turn(hit)

    def action_step(self, direction: int) -> None:
        """The value beside it."""
        index = min(max(self._index + direction, 0), len(self.options) - 1)
        self._turn(self.options[index])

    def action_cycle(self) -> None:
        """The next value; after the last, the first."""
        self._turn(self.options[(self._index + 1) % len(self.options)])

    def action_reset(self) -> None:
        """The lesson's value."""
        self._reset()

    def action_run(self) -> None:
        """Run the cell."""
        self._run()


def _word(option: knobs.Value) -> str:
    if isinstance(option, bool):
        return "on" if option else "off"
    return str(option)
