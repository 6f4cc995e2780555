"""What one run of a cell gave, gathered from its events: for `tutor run` and `tutor read`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from tutor.app.series import CurveData, Series, floats
from tutor.course import widths
from tutor.engine import protocol


@dataclass(frozen=True, slots=True)
class Line:
    """A curve in numbers."""

    name: str
    points: int
    first: tuple[float, float] | None  # x, y
    last: tuple[float, float] | None
    lowest: float | None  # of the y that are numbers
    highest: float | None


@dataclass(slots=True)
class Transcript:
    """Everything that a run of a cell gave."""

    cell: str
    device: str = ""
    printed: str = ""  # text, tables, value and traceback, as they came
    texts: list[tuple[str, str]] = field(default_factory=list)  # stream, text; in order
    value: str | None = None
    tables: list[protocol.Table] = field(default_factory=list)
    images: list[protocol.Images] = field(default_factory=list)
    raised: protocol.Raised | None = None
    died: protocol.Died | None = None
    needed_data: str = ""
    using: protocol.Using | None = None  # whose code of tutor.mine it used
    data: dict[str, protocol.DataUsed] = field(default_factory=dict)  # by the name of the set
    outcome: str = "stopped"
    seconds: float = 0.0
    steps: int = 0
    _items: dict[str, Series | CurveData] = field(default_factory=dict)
    _lines: dict[str, Line] = field(default_factory=dict)
    _surfaces: dict[str, protocol.Surface] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the cell ran to its end."""
        return self.outcome == "done"

    @property
    def items(self) -> list[Series | CurveData]:
        """Its curves, as they are drawn."""
        return list(self._items.values())

    @property
    def lines(self) -> list[Line]:
        """Its curves, in numbers."""
        return list(self._lines.values())

    @property
    def surfaces(self) -> list[protocol.Surface]:
        """Its surfaces, each as it was drawn last."""
        return list(self._surfaces.values())

    def text(self, stream: str) -> str:
        """What went to one stream, "out" or "err"."""
        return "".join(text for where, text in self.texts if where == stream)

    def add(self, event: protocol.AnyEvent) -> None:
        """Take an event of the run in."""
        match event:
            case protocol.Started(needed=False):
                self.device = event.device
            case protocol.Using():
                self.using = event
            case protocol.DataUsed():
                self.data[event.name] = event
            case protocol.Text():
                self.texts.append((event.stream, event.text))
                self.printed = protocol.joined(self.printed, event.text)
            case protocol.Points() | protocol.Curve() | protocol.Surface() | protocol.Images():
                self._draw(event)
            case protocol.Table():
                self.tables.append(event)
                self._block(table_text(event))
            case protocol.Value():
                self.value = event.text
                self._block(event.text)
            case protocol.Raised():
                self.raised = event
                self._block(event.traceback)
            case protocol.Died():
                self.died = event
            case protocol.DataNeeded():
                self.needed_data = event.name
            case protocol.Finished(needed=False):
                self.outcome, self.seconds, self.steps = event.outcome, event.seconds, event.steps

    def _draw(
        self, event: protocol.Points | protocol.Curve | protocol.Surface | protocol.Images
    ) -> None:
        match event:
            case protocol.Points():
                self._grow(event)
            case protocol.Curve():
                self._items[event.series] = CurveData.read(
                    event.series, event.x, event.y, event.style
                )
                self._lines[event.series] = _line(None, event.series, event.x, event.y)
            case protocol.Surface():
                self._surfaces[event.name] = event
            case protocol.Images():
                self.images.append(event)

    def _block(self, text: str) -> None:
        between = "\n" if self.printed and not self.printed.endswith("\n") else ""
        self.printed += f"{between}{text}\n"

    def _grow(self, event: protocol.Points) -> None:
        item = self._items.get(event.series)
        if not isinstance(item, Series):
            item = self._items[event.series] = Series(event.series)
            self._lines.pop(event.series, None)
        item.extend(event.x, event.y)
        before = self._lines.get(event.series)
        self._lines[event.series] = _line(before, event.series, event.x, event.y, event.seen)


def number(value: float) -> str:
    """A number with the digits that a reader wants: six at most."""
    return f"{value:.6g}"


def sentence(line: Line) -> str:
    """A curve in a sentence, for those who can't or won't look at it."""
    named = line.name and not line.name.startswith("_")  # as in a plot's legend
    name = f"Curve {line.name}" if named else "Curve"
    if line.first is None or line.last is None:
        return f"{name}: no points."
    if line.points == 1:
        return f"{name}: one point, {number(line.last[1])} at {number(line.last[0])}."
    text = (
        f"{name}: {line.points} points, from {number(line.first[1])} at {number(line.first[0])} "
        f"to {number(line.last[1])} at {number(line.last[0])}"
    )
    if line.lowest is None or line.highest is None:
        return f"{text}."
    return f"{text}; lowest {number(line.lowest)}, highest {number(line.highest)}."


def table_text(table: protocol.Table) -> str:
    """A table as columns of text, numbers to the right."""
    rows = [table.header, *table.rows] if table.header else table.rows
    columns = max(map(len, rows), default=0)
    full = [row + [""] * (columns - len(row)) for row in rows]
    room = [max(widths.of(row[i]) for row in full) for i in range(columns)]
    right = [_numeric(row[i] for row in table.rows if i < len(row)) for i in range(columns)]
    lines = [table.title] if table.title else []
    for row in full:
        cells = (
            widths.pad(text, room[i], "right" if right[i] else "left") for i, text in enumerate(row)
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _numeric(texts: Iterable[str]) -> bool:
    found = list(texts)
    return bool(found) and all(map(_is_number, found))


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").replace("−", "-").rstrip("%") or "x")
    except ValueError:
        return False
    return True


def _line(before: Line | None, name: str, x: bytes, y: bytes, seen: int = 0) -> Line:
    """The curve with these points added; `seen` counts them before any were merged."""
    points = list(zip(floats(x), floats(y), strict=False))
    first = before.first if before else None
    last = before.last if before else None
    ys = [value for _, value in points if math.isfinite(value)]
    if before is not None:
        ys += [value for value in (before.lowest, before.highest) if value is not None]
    return Line(
        name,
        max(seen, len(points) + (before.points if before else 0)),
        first or (points[0] if points else None),
        points[-1] if points else last,
        min(ys, default=None),
        max(ys, default=None),
    )
