"""A canvas of characters on which plotext draws curves, eight dots to a character with braille.

plotext draws the lines and nothing else: its axes, ticks and legend would cost most of the
time, its legend covers the curves, and its logarithmic scale changes the data it is given. So
it is given places between 0 and 1 and no frame, and what stands around the curves is made in
`plot_picture`. Each stroke is drawn for itself and kept, since plotext takes some milliseconds
for it and most strokes, those of earlier runs, stay as they are; laying them over one another
is quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Markers = Literal["braille", "dot", "ascii"]
Run = tuple[str, int | None]  # text, and the curve that it is of
Place = tuple[float, float]
Places = list[Place]
Drawn = dict[int, int]  # by the number of the character, row by row: its dots, or 0

ASCII = "*+ox#%@&"  # one character for each curve in turn, where there is only ASCII
DOT, BIG_DOT = "∙", "●"
BLANK = 0x2800  # the braille character without dots; the lower bits are the dots


class Strokes:
    """Strokes that were drawn, kept as long as they are drawn again."""

    def __init__(self) -> None:
        self._old: dict[object, Drawn] = {}
        self._new: dict[object, Drawn] = {}

    def turn(self) -> None:
        """A new picture begins: what the last one didn't use can go."""
        self._old, self._new = self._new, {}

    def drawn(self, places: tuple[Place, ...], kind: tuple[int, int, str, bool]) -> Drawn:
        """What plotext makes of these places; `kind` is width, height, marker, connected."""
        key = places, kind
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            self._new[key] = found = _draw(places, *kind) if found is None else found
        return found


@dataclass(slots=True)
class Canvas:
    """`width` x `height` characters; a place is (0, 0) at the bottom left to (1, 1)."""

    width: int
    height: int
    markers: Markers = "braille"
    strokes: Strokes = field(default_factory=Strokes)
    _strokes: list[tuple[tuple[Place, ...], int, str, bool]] = field(
        init=False, default_factory=list
    )
    _labels: list[tuple[Place, str, int]] = field(init=False, default_factory=list)
    _signs: list[tuple[Place, str, int]] = field(init=False, default_factory=list)

    def line(self, points: Iterable[Place], owner: int, mark: str = "") -> None:
        """Connect places in the given order; a single one is a dot. `mark` is for ASCII."""
        self._strokes.append((tuple(points), owner, self._marker(owner, DOT, mark), True))

    def points(self, points: Iterable[Place], owner: int, mark: str = "") -> None:
        """Mark places, each large enough to be seen on a line."""
        places = tuple(points)
        if self.markers == "braille":
            places = tuple(corner for place in places for corner in self._corners(place))
        self._strokes.append((places, owner, self._marker(owner, BIG_DOT, mark), False))

    def sign(self, place: Place, text: str, owner: int) -> None:
        """Put a character at a place itself, whatever is drawn there."""
        self._signs.append((place, text, owner))

    def label(self, place: Place, text: str, owner: int) -> None:
        """Put a few characters beside a place, on blank ground if there is any near."""
        self._labels.append((place, text, owner))

    def rows(self) -> list[list[Run]]:
        """From the top, the runs of each row: text and whose it is."""
        cells = self._laid()
        rows = [cells[at : at + self.width] for at in range(0, len(cells), self.width)]
        taken: set[tuple[int, int]] = set()
        for place, text, owner in self._signs:
            x, y = self._cell(place)
            rows[y][x] = (text, owner)
            taken.add((x, y))
        for place, text, owner in self._labels:
            at = self._free(rows, taken, place, len(text))
            for offset, character in enumerate(text if at is not None else ""):
                assert at is not None
                taken.add((at[0] + offset, at[1]))
                rows[at[1]][at[0] + offset] = (character, owner)
        return [_runs(row) for row in rows]

    def _laid(self) -> list[Run]:
        """All strokes over one another: where two curves meet, the later one is shown."""
        cells: list[Run] = [(" ", None)] * (self.width * self.height)
        dots: dict[int, int] = {}  # of the curve that a cell shows
        for places, owner, marker, connected in self._strokes:
            kind = self.width, self.height, marker, connected
            drawn = self.strokes.drawn(places, kind) if places else {}
            if marker == "braille":
                for at, bits in drawn.items():
                    dots[at] = bits | dots[at] if cells[at][1] == owner else bits
                    cells[at] = (chr(BLANK + dots[at]), owner)
            else:
                for at in drawn:
                    cells[at] = (marker, owner)
        return cells

    def _cell(self, place: Place) -> tuple[int, int]:
        x = min(max(round(place[0] * (self.width - 1)), 0), self.width - 1)
        return x, min(max(round((1 - place[1]) * (self.height - 1)), 0), self.height - 1)

    def _marker(self, owner: int, dot: str, mark: str) -> str:
        if self.markers == "braille":
            return "braille"
        return (mark or ASCII[owner % len(ASCII)]) if self.markers == "ascii" else dot

    def _corners(self, place: Place) -> Places:
        """Four neighbouring dots: one alone would be lost on a line."""
        across, up = max(self.width * 2 - 1, 1), max(self.height * 4 - 1, 1)
        x = min(round(place[0] * across), max(across - 1, 0))
        y = max(round(place[1] * up), 1)
        return [((x + i) / across, (y - j) / up) for i in (0, 1) for j in (0, 1)]

    def _free(
        self, rows: list[list[Run]], taken: set[tuple[int, int]], place: Place, length: int
    ) -> tuple[int, int] | None:
        """Where beside a place a label may begin: on blank ground, or else on a curve."""
        x, y = self._cell(place)
        left = -length
        near = [(1, 0), (0, -1), (0, 1), (left, 0), (1, -1), (1, 1), (left, -1), (left, 1), (0, 0)]
        fitting = [
            [(x + dx + i, y + dy) for i in range(length)]
            for dx, dy in near
            if 0 <= x + dx <= self.width - length and 0 <= y + dy < self.height
        ]
        free = [cells for cells in fitting if not taken.intersection(cells)]
        blank = [cells for cells in free if all(rows[b][a][0] == " " for a, b in cells)]
        found = next(iter(blank or free[-1:]), None)
        return found[0] if found else None


def _draw(
    places: tuple[Place, ...], width: int, height: int, marker: str, connected: bool
) -> Drawn:
    """Let plotext draw one stroke."""
    import plotext as plt  # noqa: PLC0415  (16 ms, which a page without a curve need not pay)

    plt.clear_figure()
    plt.limit_size(False, False)  # otherwise the terminal's size counts, or none without one
    plt.plot_size(width, height)
    plt.frame(False)
    plt.xticks([])
    plt.yticks([])
    plt.xlim(0, 1)
    plt.ylim(0, 1)
    plt.clear_color()
    draw = plt.plot if connected else plt.scatter
    xs, ys = zip(*places, strict=True)
    draw(list(xs), list(ys), marker=marker)
    rows: list[str] = plt.uncolorize(plt.build()).split("\n")
    found = {}
    for y, row in enumerate(rows[:height]):
        for x, character in enumerate(row[:width]):
            if character != " ":
                found[y * width + x] = ord(character) - BLANK if marker == "braille" else 0
    return found


def _runs(cells: list[Run]) -> list[Run]:
    """Neighbouring characters of one curve, together."""
    runs: list[Run] = []
    for character, owner in cells:
        if runs and runs[-1][1] == owner:
            runs[-1] = (runs[-1][0] + character, owner)
        else:
            runs.append((character, owner))
    return runs
