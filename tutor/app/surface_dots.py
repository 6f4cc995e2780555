"""Lines as dots in characters: eight to a character with braille, one without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan

from tutor.app.plot_canvas import Markers

Spot = tuple[int, int]  # column and row of a character, from the top left
Range = tuple[float, float]
Place = tuple[float, float]

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of braille, by column and row
LINE, ITERATE = 1, 2  # without braille: what a character shows


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the plane is shown on how many characters."""

    columns: int
    rows: int
    x: Range
    y: Range
    markers: Markers = "braille"

    @property
    def dots(self) -> tuple[int, int]:
        """How many dots there are, across and down."""
        if self.markers == "braille":
            return self.columns * 2, self.rows * 4
        return self.columns, self.rows

    def place(self, x: float, y: float) -> Place:
        """A point of the plane in the frame, (0, 0) at the top left to (1, 1)."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        return across, 1 - (y - self.y[0]) / (self.y[1] - self.y[0])

    def spot(self, x: float, y: float) -> Spot | None:
        """The character of a point, None if it is outside."""
        across, down = self.place(x, y)
        if not (0 <= across <= 1 and 0 <= down <= 1):
            return None
        return min(int(across * self.columns), self.columns - 1), min(
            int(down * self.rows), self.rows - 1
        )

    def contains(self, spot: Spot) -> bool:
        """Whether there is such a character."""
        return 0 <= spot[0] < self.columns and 0 <= spot[1] < self.rows

    def nearest(self, x: float, y: float) -> Spot:
        """The character at the edge that is nearest to a point outside; NaN is in the middle."""
        across, down = (0.5 if isnan(p) else _unit(p) for p in self.place(x, y))
        return min(int(across * self.columns), self.columns - 1), min(
            int(down * self.rows), self.rows - 1
        )


@dataclass(slots=True)
class Dots:
    """Dots of one thing: a mask for each character that has any."""

    frame: Frame
    cells: dict[Spot, int] = field(default_factory=dict)

    def segment(self, start: Place, end: Place) -> None:
        """A straight line between two places of the frame, as far as it lies inside."""
        clipped = _clip(start, end)
        if clipped is None:
            return
        across, down = self.frame.dots
        (x0, y0), (x1, y1) = clipped
        i0, j0 = min(int(x0 * across), across - 1), min(int(y0 * down), down - 1)
        i1, j1 = min(int(x1 * across), across - 1), min(int(y1 * down), down - 1)
        steps = max(abs(i1 - i0), abs(j1 - j0))
        if steps == 0:
            self._dot(i0, j0)
            return
        di, dj = (i1 - i0) / steps, (j1 - j0) / steps
        for step in range(steps + 1):
            self._dot(round(i0 + step * di), round(j0 + step * dj))

    def lines(self, places: Iterable[Place]) -> None:
        """Connect places; a gap where one is not finite."""
        last: Place | None = None
        for place in places:
            if not (isfinite(place[0]) and isfinite(place[1])):
                last = None
                continue
            if last is not None:
                self.segment(last, place)
            last = place

    def blob(self, place: Place) -> None:
        """An iterate: four dots, to be seen on a line."""
        if not (0 <= place[0] <= 1 and 0 <= place[1] <= 1):
            return
        across, down = self.frame.dots
        if self.frame.markers != "braille":
            spot = min(int(place[0] * across), across - 1), min(int(place[1] * down), down - 1)
            self._add(spot, ITERATE)
            return
        i = min(max(round(place[0] * across - 1), 0), max(across - 2, 0))
        j = min(max(round(place[1] * down - 1), 0), max(down - 2, 0))
        for di in (0, 1):
            for dj in (0, 1):
                self._dot(i + di, j + dj)

    def _dot(self, i: int, j: int) -> None:
        if self.frame.markers == "braille":
            self._add((i >> 1, j >> 2), _BITS[i & 1][j & 3])
        else:
            self._add((i, j), LINE)

    def _add(self, spot: Spot, bit: int) -> None:
        before = self.cells.get(spot, 0)
        if before | bit != before:
            self.cells[spot] = before | bit


def character(mask: int, markers: Markers, letter: str = "*") -> str:
    """What a character with these dots looks like; `letter` marks iterates in ASCII."""
    if markers == "braille":
        return chr(0x2800 + mask)
    if mask & ITERATE:
        return letter if markers == "ascii" else "●"
    return "." if markers == "ascii" else "∙"


def _clip(start: Place, end: Place) -> tuple[Place, Place] | None:
    """The part of a line inside the unit square (Liang and Barsky, 1984); None if there is none."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    if not (isfinite(dx) and isfinite(dy)):
        return None
    first, last = 0.0, 1.0
    for step, room in ((-dx, x0), (dx, 1 - x0), (-dy, y0), (dy, 1 - y0)):
        if step == 0:
            if room < 0:
                return None
            continue
        at = room / step
        if step < 0:
            first = max(first, at)
        else:
            last = min(last, at)
    if first > last:
        return None
    return (_unit(x0 + first * dx), _unit(y0 + first * dy)), (
        _unit(x0 + last * dx),
        _unit(y0 + last * dy),
    )


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def spots_around(spot: Spot, frame: Frame) -> Sequence[Spot]:
    """The character itself and those around it, inside the frame, the nearest first."""
    x, y = spot
    near = [
        (0, 0), (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
        (2, 0), (-2, 0), (2, -1), (2, 1), (-2, -1), (-2, 1), (3, 0), (-3, 0),
    ]  # fmt: skip
    return [
        (x + dx, y + dy)
        for dx, dy in near
        if 0 <= x + dx < frame.columns and 0 <= y + dy < frame.rows
    ]
