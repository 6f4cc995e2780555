"""What a cell gave: text, tables, values, errors, and how far it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from tutor.app import data_words, keys, remaining
from tutor.app.remaining import Expected
from tutor.engine import library, protocol
from tutor.engine.protocol import Died, Images, Progress, Raised, Table, joined
from tutor.engine.turns import Clock

if TYPE_CHECKING:
    from tutor.app.images_view import ImagesView

SHOWN_LINES = 200  # the rest is kept, and saved with the page; a longer label paints slowly


class TextOutput(Static):
    """Printed text. Only its last lines are shown when there are many; all are kept."""

    def __init__(self, stream: str = "out") -> None:
        super().__init__(classes=f"output-text -{stream}", markup=False)
        self.stream = stream
        self._parts: list[str] = []  # whole lines; joining all each time would be slow
        self._open = ""  # the last line, which the next text may replace (see engine.protocol.Text)
        self._tail: deque[str] = deque(maxlen=SHOWN_LINES)
        self._lines = 0

    @property
    def text(self) -> str:
        """Everything that was printed."""
        return "".join(self._parts) + self._open

    def append(self, text: str) -> None:
        """Show more text."""
        whole, newline, self._open = joined(self._open, text).rpartition("\n")
        if newline:
            lines = whole.split("\n")
            self._parts.append(whole + newline)
            self._tail.extend(lines)
            self._lines += len(lines)
        shown = Content("\n".join([*self._tail, *([self._open] if self._open else [])]))
        if self._lines > SHOWN_LINES:
            save = keys.fill(self, "[[lesson.save]] saves all of them")
            hidden = f"… {self._lines - SHOWN_LINES} lines above; {save}\n"
            shown = Content.assemble((hidden, "$foreground-muted italic"), shown)
        self.update(shown)


class ErrorOutput(Static):
    """An exception, or the death of the process that ran the code."""

    def __init__(self, text: str) -> None:
        super().__init__(Content(text), classes="output-error")
        self.text = text


class PlainOutput(Static):
    """A value or a table."""

    def __init__(self, text: str, classes: str) -> None:
        super().__init__(Content(text), classes=classes)
        self.text = text


class UsesLine(PlainOutput):
    """Whose code the cell uses, and why where that may surprise."""

    def __init__(self) -> None:
        super().__init__("", "output-uses")

    def say(self, line: str, notes: Sequence[str]) -> None:
        """Show the line, dimly, and the notes in full."""
        self.text = "\n".join([line, *notes])
        self.update(Content.assemble((line, "$text-muted"), *(f"\n{note}" for note in notes)))


class DataLine(PlainOutput):
    """Which data the cell works with. Synthetic data can't be taken for real."""

    def __init__(self) -> None:
        super().__init__("", "output-data")

    def say(self, event: protocol.DataUsed, why: str) -> None:
        """Show the line; `why` the real data isn't used, where nobody has chosen that."""
        self.text = data_words.line(event.title, event.kind, event.detail, why)
        self.set_class(event.kind == "synthetic", "-synthetic")
        self.update(Content(self.text))


class Output(Vertical):
    """Everything that a run of a cell gave, in the order in which it came."""

    _uses: UsesLine | None = None
    _data: dict[str, DataLine] | None = None  # by the name of the set

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._mounting: list[tuple[Widget, AwaitMount]] = []

    def _put(self, part: Widget, *, before: int | None = None) -> None:
        self._mounting.append((part, self.mount(part, before=before)))

    async def settle(self) -> None:
        """Wait until all that came is in its place: the next layout then knows its height."""
        while self._mounting:
            part, mounted = self._mounting.pop()
            if part.is_attached and not part.is_mounted:
                await mounted

    async def clear(self) -> None:
        """Forget the last run. Once this returns, nothing of it is among the parts."""
        self._uses = self._data = None
        self._mounting.clear()
        await self.remove_children()

    @property
    def parts(self) -> list[TextOutput | ErrorOutput | PlainOutput | ImagesView]:
        """The outputs in order."""
        return cast("list[TextOutput | ErrorOutput | PlainOutput | ImagesView]", [*self.children])

    @property
    def text(self) -> str:
        """All outputs as plain text."""
        return "\n".join(part.text.rstrip("\n") for part in self.parts if part.text)

    def take(self, event: protocol.AnyEvent) -> None:
        """Show what came, if it is an output."""
        match event:
            case protocol.Using():
                self.set_uses(library.whose(event.uses), event.notes)
            case protocol.DataUsed():
                self.set_data(event)
            case protocol.Text():
                self.add_text(event.text, event.stream)
            case protocol.Value():
                self.add_value(event.text)
            case protocol.Table():
                self.add_table(event)
            case protocol.Images():
                self.add_images(event)
            case protocol.Raised() | protocol.Died():
                self.add_error(event)
            case protocol.DataNeeded():
                text = f"This cell needs the data set “{event.name}”. [[lesson.run]] asks for it."
                self.add_note(keys.fill(self, text))
            case _:
                pass

    def set_uses(self, line: str, notes: Sequence[str]) -> None:
        """Whose code is used: the first line, in the place of an earlier one."""
        if self._uses is None:
            self._uses = UsesLine()
            self._put(self._uses, before=0 if self.children else None)
        self._uses.say(line, notes)

    def set_data(self, event: protocol.DataUsed) -> None:
        """Which data is used: a line for each set, above what came of it."""
        self._data = lines = self._data or {}
        if event.name not in lines:
            at = len(lines) + (self._uses is not None)
            lines[event.name] = DataLine()
            self._put(lines[event.name], before=at if at < len(self.children) else None)
        why = ""
        if event.kind == "synthetic" and (sets := getattr(self.app, "datasets", None)) is not None:
            why = sets.why_synthetic(event.name)
        lines[event.name].say(event, keys.fill(self, why))

    def add_text(self, text: str, stream: str) -> None:
        """Printed text; it goes on where the last text of the same stream ended."""
        last = self.parts[-1] if self.parts else None
        if isinstance(last, TextOutput) and last.stream == stream:
            last.append(text)
            return
        output = TextOutput(stream)
        self._put(output)
        output.append(text)

    def add_value(self, text: str) -> None:
        """The value of the last expression."""
        self._put(PlainOutput(text, "output-value"))

    def add_table(self, table: Table) -> None:
        """Rows and columns."""
        self._put(PlainOutput(table_text(table), "output-table"))

    def add_images(self, event: Images) -> None:
        """Images side by side."""
        from tutor.app.images_view import ImagesView  # noqa: PLC0415 - few cells have any

        self._put(ImagesView(event))

    def add_error(self, event: Raised | Died) -> None:
        """An exception or a death."""
        if isinstance(event, Raised):
            text = event.traceback or f"{event.kind}: {event.message}"
        else:
            lost = " What its cells had made is forgotten." if event.forgotten else ""
            text = (
                f"{event.reason}\n{event.advice}\n"
                f"A fresh process has taken its place.{lost} Your code is untouched."
            )
        self._put(ErrorOutput(text))

    def add_note(self, text: str) -> None:
        """A sentence of ours."""
        self._put(PlainOutput(text, "output-note"))


def table_text(table: Table) -> str:
    """A table with aligned columns: numbers to the right, words to the left."""
    rows = ([table.header] if table.header else []) + table.rows
    if not rows:
        return table.title
    columns = max(len(row) for row in rows)
    cells = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = [max(Content(row[i]).cell_length for row in cells) for i in range(columns)]
    numeric = [
        all(_is_number(row[i]) for row in table.rows if i < len(row)) for i in range(columns)
    ]
    lines = [
        "  ".join(_pad(row[i], widths[i], numeric[i]) for i in range(columns)) for row in cells
    ]
    if table.header:
        lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(([table.title] if table.title else []) + [line.rstrip() for line in lines])


def _pad(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - Content(text).cell_length)
    return blanks + text if right else text + blanks


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text in ("", "-")
    return True


class ProgressLine(Static):
    """A bar for everything that takes more than a second, with rate and remaining time.

    Also says at once when a run is paused, because another one has the cores.
    """

    DELAY = 1.0  # seconds before it appears: a bar that flashes up tells nobody anything

    def __init__(self) -> None:
        super().__init__(classes="progress", markup=False)
        self._clock: Clock | None = None
        self._expected = Expected()
        self._event: Progress | None = None
        self._steps = 0
        self._label = ""
        self._waits_for = ""

    def begin(self, label: str, expected: Expected) -> None:
        """A run has begun."""
        self._clock = Clock()
        self._waits_for = ""
        self.relabel(label, expected)
        self.display = False

    def end(self) -> None:
        """The run is over."""
        self._clock = None
        self.display = False

    def note(self, event: Progress) -> None:
        """The code says how far it is."""
        self._event = event

    def count(self, steps: int) -> None:
        """So many steps were logged."""
        self._steps = max(self._steps, steps)

    def relabel(self, label: str, expected: Expected) -> None:
        """Another cell runs now: one that the learner's cell needs, or that cell itself."""
        self._label, self._expected = label, expected
        self._event, self._steps = None, 0

    def pause(self, by: str) -> None:
        """Something else goes first."""
        if self._clock is not None:
            self._waits_for = by
            self._clock.pause()
            self.tick()

    def resume(self) -> None:
        """It goes on."""
        if self._clock is not None:
            self._waits_for = ""
            self._clock.resume()
            self.tick()

    def tick(self) -> None:
        """Draw anew; called a few times a second while a cell runs."""
        if self._clock is None:
            return
        elapsed = self._clock.seconds
        if self._waits_for:
            self.display = True
            self.update(Content(f"‖ paused: {self._waits_for} runs first"), layout=False)
        elif elapsed >= self.DELAY:
            self.display = True
            left = remaining.left(self._expected, elapsed, self._steps)
            line = bar_line(self._event, elapsed, self._label, self.size.width or 40, left)
            self.update(line, layout=False)  # one line stays one line: the page need not move
        else:
            self.display = False


def bar_line(
    event: Progress | None, elapsed: float, label: str, width: int, left: float | None = None
) -> Content:
    """One line that says how far a run is; `left`: seconds, where the code gives no total."""
    if event is None or not event.total:
        steps = f" · {event.done:,} done".replace(",", " ") if event else ""
        rate = f" · {_rate(event.rate)}" if event and event.rate else ""
        spin = "◐◓◑◒"[int(elapsed * 4) % 4]
        rest = f" · {remaining.words(left)}" if left is not None else ""
        return Content(f"{spin} {label} · {elapsed:.0f} s{steps}{rate}{rest}")
    share = min(1.0, event.done / event.total)
    seconds = (event.total - event.done) / event.rate if event.rate else 0.0
    text = f" {share:4.0%} · {_rate(event.rate)} · {remaining.words(seconds)}"
    name = f"{event.label or label} "
    room = max(4, min(30, width - len(text) - len(name) - 1))
    full = round(share * room)
    return Content.assemble(
        name, ("━" * full, "$accent"), ("─" * (room - full), "$foreground-muted"), text
    )


def _rate(rate: float) -> str:
    return f"{rate:,.0f} steps/s".replace(",", " ") if rate >= 10 else f"{rate:.2g} steps/s"
