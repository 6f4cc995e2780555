"""A canvas of characters on which plotext draws curves, eight dots to a character with braille.

plotext draws the lines and nothing else: its axes, ticks and legend would cost most of the
time, its legend covers the curves, and its logarithmic scale changes the data it is given. So
it is given places between 0 and 1 and no frame, and what stands around the curves is made in
`plot_picture`. What it gives back is read again, because colours depend on the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Markers = Literal["braille", "dot", "ascii"]
Run = tuple[str, int | None]  # text, and the curve that it is of
Places = list[tuple[float, float]]

ASCII = "*+ox#%@&"  # one character for each curve in turn, where there is only ASCII
DOT, BIG_DOT = "∙", "●"
_CODES = re.compile(r"\x1b\[(?:38;5;(\d+)|0)m")
_MOST_CURVES = 254  # plotext's colours are codes from 0 to 255; they number the curves here


@dataclass(slots=True)
class Canvas:
    """`width` x `height` characters; a place is (0, 0) at the bottom left to (1, 1)."""

    width: int
    height: int
    markers: Markers = "braille"
    _strokes: list[tuple[Places, int, str, bool]] = field(init=False, default_factory=list)
    _labels: list[tuple[tuple[float, float], str, int]] = field(init=False, default_factory=list)

    def line(self, points: Iterable[tuple[float, float]], owner: int) -> None:
        """Connect places in the given order; a single one is a dot."""
        self._strokes.append((list(points), owner, self._marker(owner, DOT), True))

    def points(self, points: Iterable[tuple[float, float]], owner: int) -> None:
        """Mark places, each large enough to be seen on a line."""
        places = list(points)
        if self.markers == "braille":
            places = [corner for place in places for corner in self._corners(place)]
        self._strokes.append((places, owner, self._marker(owner, BIG_DOT), False))

    def label(self, place: tuple[float, float], text: str, owner: int) -> None:
        """Put a character beside a place, on blank ground if there is any near."""
        self._labels.append((place, text, owner))

    def rows(self) -> list[list[Run]]:
        """From the top, the runs of each row: text and whose it is."""
        rows = [_cells(row, self.width) for row in self._drawn()]
        taken: set[tuple[int, int]] = set()
        for place, text, owner in self._labels:
            at = self._free(rows, taken, place)
            if at is not None:
                taken.add(at)
                rows[at[1]][at[0]] = (text, owner)
        return [_runs(row) for row in rows]

    def _marker(self, owner: int, dot: str) -> str:
        if self.markers == "braille":
            return "braille"
        return ASCII[owner % len(ASCII)] if self.markers == "ascii" else dot

    def _corners(self, place: tuple[float, float]) -> Places:
        """Four neighbouring dots: one alone would be lost on a line."""
        across, up = max(self.width * 2 - 1, 1), max(self.height * 4 - 1, 1)
        x = min(round(place[0] * across), max(across - 1, 0))
        y = max(round(place[1] * up), 1)
        return [((x + i) / across, (y - j) / up) for i in (0, 1) for j in (0, 1)]

    def _drawn(self) -> list[str]:
        """What plotext draws: a line for each row, with colour codes that number the curves."""
        import plotext as plt  # noqa: PLC0415  (16 ms, which a page without a curve need not pay)

        plt.clear_figure()
        plt.limit_size(False, False)  # otherwise the terminal's size counts, or none without one
        plt.plot_size(self.width, self.height)
        plt.frame(False)
        plt.xticks([])
        plt.yticks([])
        plt.xlim(0, 1)
        plt.ylim(0, 1)
        for name in ("canvas_color", "axes_color", "ticks_color"):
            getattr(plt, name)("default")
        for places, owner, marker, connected in self._strokes:
            if places:
                draw = plt.plot if connected else plt.scatter
                xs, ys = zip(*places, strict=True)
                draw(list(xs), list(ys), marker=marker, color=owner % _MOST_CURVES + 1)
        rows: list[str] = plt.build().split("\n")
        return (rows + [""] * self.height)[: self.height]

    def _free(
        self, rows: list[list[Run]], taken: set[tuple[int, int]], place: tuple[float, float]
    ) -> tuple[int, int] | None:
        """Where beside a place a label may stand: on blank ground, or else on a curve."""
        x = round(place[0] * (self.width - 1))
        y = round((1 - place[1]) * (self.height - 1))
        near = [(1, 0), (0, -1), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, 0)]
        inside = [
            (x + dx, y + dy)
            for dx, dy in near
            if 0 <= x + dx < self.width and 0 <= y + dy < self.height
        ]
        free = [at for at in inside if at not in taken]
        blank = [at for at in free if rows[at[1]][at[0]][0] == " "]
        return next(iter(blank or free[-1:]), None)


def _cells(row: str, width: int) -> list[Run]:
    """The characters of a drawn row, each with the number of its curve."""
    cells: list[Run] = []
    owner: int | None = None
    parts = _CODES.split(row)  # text, code, text, code, … text; a reset has no code
    for index, part in enumerate(parts):
        if index % 2:
            owner = int(part) - 1 if part else None
        else:
            cells += [(character, owner if character != " " else None) for character in part]
    return (cells + [(" ", None)] * width)[:width]


def _runs(cells: list[Run]) -> list[Run]:
    """Neighbouring characters of one curve, together."""
    runs: list[Run] = []
    for character, owner in cells:
        if runs and runs[-1][1] == owner:
            runs[-1] = (runs[-1][0] + character, owner)
        else:
            runs.append((character, owner))
    return runs
