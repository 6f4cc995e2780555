"""The choices of a playground on the screen: one list, moved through with the arrow keys."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from tutor.app.playground_choices import Choices, Lane, parse
from tutor.app.playground_rows import (
    Fold,
    Row,
    knob_of,
    label_of,
    lines_of,
    rows_of,
    set_value,
    value_of,
)
from tutor.app.surface_picture import LETTERS
from tutor.course import knobs
from tutor.course.knobs import KnobError

_TYPED = "0123456789.+-−eE/"
_LONGEST = 12  # characters of a number that is typed


class ChoicesPanel(Widget, can_focus=True):
    """Objective, start, steps, optimizers and their parameters."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("up,k", "move(-1)", "up", id="playground.up", show=False),
        Binding("down,j", "move(1)", "down", id="playground.down", show=False),
        Binding("left", "bump(-1)", "less", id="playground.less"),
        Binding("right", "bump(1)", "more", id="playground.more"),
        Binding("space", "switch", "on/off", id="playground.toggle"),
        Binding("enter", "accept", "race", id="playground.accept", show=False),
        Binding("d", "duplicate", "once more", id="playground.duplicate", show=False),
        Binding("delete,x", "remove", "remove copy", id="playground.remove", show=False),
        Binding("u", "reset", "as suggested", id="playground.reset", show=False),
    ]

    HELP = """\
**Choices.** `[[playground.up]]` and `[[playground.down]]` move through the lines,
`[[playground.less]]` and `[[playground.more]]` change the one you are on, and digits type a value
(`enter` takes it, `escape` leaves it). `[[playground.toggle]]` lets an optimizer take part or not.
`[[playground.duplicate]]` adds it once more, to race it against itself with other numbers;
`[[playground.remove]]` removes such a copy. `[[playground.reset]]` goes back to what was suggested.
With the mouse: click a name to let it take part, ◂ and ▸ to change a value, turn the wheel over a
value.
"""

    class Changed(Message):
        """Something else was chosen: race anew."""

    class Accepted(Message):
        """Enter: race, whether or not anything has changed."""

    class Refused(Message):
        """What was typed or asked for isn't possible; a sentence, empty once that is over."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, choices: Choices, fold: Fold = "") -> None:
        """`fold` says whether the optimizers that take no part are listed."""
        super().__init__(classes="playground-panel")
        self.choices = choices
        self.fold: Fold = fold
        self.colours: tuple[str, ...] = ()  # one for each letter
        self.cursor = 0
        self.buffer: str | None = None  # what is being typed
        self._rows = rows_of(self.choices, self._room, self.fold)

    # --- the rows ----------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        return max(16, (self.size.width or 34) - 4)

    @property
    def row(self) -> Row:
        """The one that keys speak to."""
        return self._rows[min(self.cursor, len(self._rows) - 1)]

    def rebuild(self) -> None:
        """Make the rows anew, and stay on the line one was on."""
        key = self.row.key
        self._rows = rows_of(self.choices, self._room, self.fold)
        keys = [row.key for row in self._rows]
        self.cursor = keys.index(key) if key in keys else min(self.cursor, len(keys) - 1)
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """The formula is broken where the panel ends."""
        self._rows = rows_of(self.choices, self._room, self.fold)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each row, and those of words."""
        del container, viewport, width
        return len(lines_of(self._rows, self.choices))

    # --- drawing -----------------------------------------------------------------------------

    def render(self) -> Content:
        """All lines; the chosen one stands out."""
        drawn = []
        for index, words in lines_of(self._rows, self.choices):
            if index is None:
                drawn.append(Content.assemble((f"  {words}", "$text-muted")))
                continue
            line = self._draw(self._rows[index])
            if index == self.cursor and self.has_focus:
                line = line.pad_right(max(0, self.size.width - line.cell_length))
                if self.app.current_theme.ansi:  # which has no shade between the two
                    line = Content.styled(line.plain, "bold reverse")
                else:
                    line = line.stylize("bold $foreground on $panel")
            drawn.append(line)
        return Content("\n").join(drawn)

    def _draw(self, row: Row) -> Content:
        if row.kind == "more":
            return Content.styled(row.name, "$text-muted")
        if row.kind == "lane":
            assert row.lane is not None
            return self._draw_lane(row.lane)
        return Content.assemble(
            (label_of(row, self.choices), "$text-muted"),
            ("◂ ", "$accent"),
            self._shown(row),
            (" ▸", "$accent"),
        )

    def _draw_lane(self, lane: Lane) -> Content:
        if not lane.on:
            return Content.assemble(("○   ", "$text-muted"), (lane.method.title, "$text-muted"))
        place = next(i for i, each in enumerate(self.choices.racing) if each is lane)
        colour = self.colours[place] if place < len(self.colours) else "$accent"
        return Content.assemble(
            ("● ", colour), (f"{LETTERS[place]} ", f"bold {colour}"), (lane.method.title, "bold")
        )

    def _shown(self, row: Row) -> str:
        if self.buffer is not None and row is self.row:
            return f"{self.buffer}▏"
        if row.kind == "objective":
            return self.choices.objective.title
        return f"{value_of(row, self.choices):.10g}"

    def _set(self, row: Row, value: float) -> None:
        set_value(row, self.choices, value)
        self._changed()

    def _changed(self) -> None:
        self.rebuild()
        self.post_message(self.Refused(""))
        self.post_message(self.Changed())

    # --- keys --------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Another line."""
        self._leave_typing()
        self.cursor = min(max(self.cursor + step, 0), len(self._rows) - 1)
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll to the line that is chosen."""
        self.refresh()
        line = next(
            y
            for y, (index, _) in enumerate(lines_of(self._rows, self.choices))
            if index == self.cursor
        )
        region = Region(0, max(0, line - 1), max(1, self.size.width), 3)
        if self.parent is not None and isinstance(self.parent, Widget):
            self.parent.scroll_to_region(
                region.translate(self.virtual_region.offset), animate=False
            )

    def action_bump(self, direction: int) -> None:
        """Change the value of this line: to the next one up (1) or down (-1)."""
        self._leave_typing()
        row = self.row
        knob = knob_of(row, self.choices)
        if knob is not None:
            value = knobs.step(knob, value_of(row, self.choices), direction)
            assert isinstance(value, float | int)
            if value != value_of(row, self.choices):
                self._set(row, value)
        elif row.kind == "more":
            self.action_switch()
        elif row.kind == "objective":
            self.choices.choose(direction)
            self._changed()
        elif row.lane is not None and row.lane.on != (direction > 0):
            self._toggle(row.lane)

    def action_switch(self) -> None:
        """Let the optimizer of this line take part, or not; list those that don't, or fold them."""
        if self.row.kind == "more":
            self.fold = "closed" if self.fold == "open" else "open"
            self.rebuild()
            self.show_cursor()
        elif self.row.lane is not None:
            self._toggle(self.row.lane)

    def _toggle(self, lane: Lane) -> None:
        try:
            self.choices.toggle(lane)
        except KnobError as error:
            self._refuse(str(error))
            return
        self.cursor = next(i for i, r in enumerate(self._rows) if r.lane is lane)
        if self.fold == "closed" and not lane.on:
            self.fold = "open"  # else it would vanish under the learner's hand
        self._changed()

    def action_duplicate(self) -> None:
        """The optimizer of this line once more."""
        if self.row.lane is None:
            self._refuse("choose an optimizer first; it is then raced once more")
            return
        try:
            copy = self.choices.duplicate(self.row.lane)
        except KnobError as error:
            self._refuse(str(error))
            return
        self._changed()
        self.cursor = next(i for i, r in enumerate(self._rows) if r.lane is copy) + 1
        self.show_cursor()

    def action_remove(self) -> None:
        """Remove the copy of this line."""
        if self.row.lane is None:
            return
        try:
            self.choices.remove(self.row.lane)
        except KnobError as error:
            self._refuse(str(error))
            return
        self._changed()

    def action_reset(self) -> None:
        """This objective as it was suggested."""
        self.buffer = None
        self.choices.reset()
        self._changed()

    def _refuse(self, sentence: str) -> None:
        self.post_message(self.Refused(sentence))

    # --- typing ------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits begin a number; then keys belong to it."""
        character = event.character or ""
        if self.buffer is None:
            starts = character in _TYPED.replace("eE/", "") and character.isprintable()
            if not (character and starts and knob_of(self.row, self.choices) is not None):
                return
            self.buffer = ""
        if event.key == "enter":
            self._take()
        elif event.key == "escape":
            self.buffer = None
            self.post_message(self.Refused(""))
        elif event.key == "backspace":
            self.buffer = self.buffer[:-1]
        elif character and character.isprintable():
            self.buffer = (self.buffer + character)[:_LONGEST]
        else:  # arrows, tab and so on leave what was typed, and do what they do
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def action_accept(self) -> None:
        """Race; where others are folded away, list them."""
        if self.row.kind == "more":
            self.action_switch()
            return
        self.post_message(self.Accepted())

    def _take(self) -> None:
        """Take the number that was typed, or say why it can't be."""
        row, text, knob = self.row, self.buffer or "", knob_of(self.row, self.choices)
        assert knob is not None
        try:
            value = parse(knob, text)
        except KnobError as error:
            self._refuse(str(error))
            return
        self.buffer = None
        self._set(row, value)

    def _leave_typing(self) -> None:
        """What was typed counts when one goes on to another line, if it can."""
        if self.buffer is not None:
            if self.buffer:
                self._take()
            self.buffer = None

    def on_blur(self) -> None:
        """Likewise when the focus goes."""
        self._leave_typing()
        self.refresh()

    def on_focus(self) -> None:
        """Show which line is chosen."""
        self.refresh()

    # --- the mouse ---------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose a line; ◂ and ▸ change its value, a name switches."""
        offset = event.get_content_offset(self)
        index = self._row_at(event) if offset is not None else None
        if offset is None or index is None:
            return
        event.stop()
        self._leave_typing()
        self.cursor = index
        row = self._rows[index]
        if row.kind in ("lane", "more"):
            self.action_switch()
            return
        left = len(label_of(row, self.choices))
        right = left + 3 + len(self._shown(row))
        if left <= offset.x <= left + 1:
            self.action_bump(-1)
        elif right - 1 <= offset.x <= right + 1:
            self.action_bump(1)
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel over a value turns it up."""
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel over a value turns it down."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        index = self._row_at(event)
        if index is None or index != self.cursor or not self.has_focus:
            return  # over other lines the wheel scrolls
        if knob_of(self._rows[index], self.choices) is not None:
            event.stop()
            event.prevent_default()
            self.action_bump(direction)

    def _row_at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        lines = lines_of(self._rows, self.choices)
        if offset is None or not 0 <= offset.y < len(lines):
            return None
        return lines[offset.y][0]
