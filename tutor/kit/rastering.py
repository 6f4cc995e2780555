"""Polygons on small grey pictures, many pictures at once, the same bits on every machine.

Only numpy's elementwise + - * / and square roots are used, which IEEE 754 fixes to the last bit;
no sine, no matrix product, no sum of floats that aren't whole numbers of sixty-fourths.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Number = float | Numbers  # one for all pictures, or one each, (n,)
Point = tuple[Number, Number]  # x to the right, y down; the picture is -1 … 1 in both

SIDE = 28  # pixels
_REACH = 14.0  # pixels from the middle to 1
_LINES = 4  # scan lines a row of pixels
_FINE = 64  # a crossing's place in its pixel, in these parts


def coverage(x: Numbers, y: Numbers) -> Numbers:
    """How much of each pixel lies in a polygon, 0 … 1, (n, 28, 28).

    `x` and `y` are (n, corners), in pixels; edges of one polygon must not cross.
    """
    n, before = len(x), np.arange(-1, x.shape[1] - 1)
    x0, y0 = x[:, before], y[:, before]
    lines = (np.arange(SIDE * _LINES) + 0.5) / _LINES
    below, below0 = y[..., None] <= lines, y0[..., None] <= lines
    who, edge, line = np.nonzero(below != below0)
    ax, ay, bx, by = (corner[who, edge] for corner in (x0, y0, x, y))
    at = np.clip(ax + (lines[line] - ay) / (by - ay) * (bx - ax), 0.0, float(SIDE))
    at = np.floor(at * _FINE) / _FINE
    pixel = at.astype(np.intp)
    sign = np.where(by > ay, 1.0, -1.0)
    part = sign * (at - pixel)
    # a crossing fills its pixel from there on, and all pixels to the right of it
    place = (who * SIDE + line // _LINES) * (SIDE + 2) + pixel
    size = n * SIDE * (SIDE + 2)
    change = np.bincount(place, sign - part, size) + np.bincount(place + 1, part, size)
    filled = np.cumsum(change.reshape(n, SIDE, SIDE + 2), axis=2)[..., :SIDE]
    covered: Numbers = np.minimum(np.abs(filled) / _LINES, 1.0)
    return covered


def mirrored(half: Sequence[Point]) -> list[Point]:
    """An outline from its right half, from top to bottom."""
    return [*half, *((-x, y) for x, y in reversed(half))]


def rounded(outline: Sequence[Point], *, closed: bool = True) -> list[Point]:
    """The outline, or the path, with its corners cut off (Chaikin, 1974)."""
    ends = zip(outline, [*outline[1:], *outline[: 1 if closed else 0]], strict=False)
    cut = [
        (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        for a, b in ends
        for share in (0.25, 0.75)
    ]
    return cut if closed else [outline[0], *cut, outline[-1]]


class Pen:
    """Draws one kind of thing on n pictures at once; each has random numbers of its own."""

    def __init__(self, dice: Numbers) -> None:
        """Numbers 0 … 1, (n, some): a row for each picture, taken from left to right."""
        self.count = len(dice)
        self.picture = np.zeros((self.count, SIDE, SIDE))
        self._dice = iter(dice.T)
        self.cloth: Numbers = np.ones((self.count, SIDE, SIDE))  # what `fill` paints with
        self._pose()

    def between(self, low: Number, high: Number) -> Numbers:
        """A number of each picture's own, low … high."""
        found: Numbers = low + (high - low) * next(self._dice)
        return found

    def some(self, share: float) -> Numbers:
        """1 for about this share of the pictures, 0 for the others."""
        return np.asarray(next(self._dice) < share, np.float64)

    def _pose(self) -> None:
        """Turn, lean and size, as the matrix and the shift from outlines to pixels."""
        turn, lean = self.between(-0.05, 0.05), self.between(-0.06, 0.06)
        # a half turn's tangent gives sine and cosine without either
        sine, cosine = 2 * turn / (1 + turn * turn), (1 - turn * turn) / (1 + turn * turn)
        size = self.between(0.75, 1.0)
        wide = _REACH * size * self.between(0.9, 1.06)
        tall = _REACH * size * self.between(0.9, 1.04)
        self._x = (cosine * wide, (lean - sine) * tall)
        self._y = (sine * wide, cosine * tall)
        away = 1 + 12 * (1 - size)  # what is small may be anywhere
        self._middle = [SIDE / 2 + away * self.between(-1.0, 1.0) for _ in "xy"]

    def _pixels(self, outline: Sequence[Point]) -> tuple[Numbers, Numbers]:
        """Where an outline comes to lie, x and y, (n, corners)."""
        x, y = (
            np.stack([np.broadcast_to(c, self.count) for c in axis], axis=1)
            for axis in zip(*outline, strict=True)
        )
        at = [
            middle[:, None] + a[:, None] * x + b[:, None] * y
            for (a, b), middle in zip((self._x, self._y), self._middle, strict=True)
        ]
        return at[0], at[1]

    def fill(self, outline: Sequence[Point], shade: Number = 1.0, strength: Number = 1.0) -> None:
        """Paint an outline with the cloth, times `shade`; strength 0 leaves it out."""
        cover = coverage(*self._pixels(outline))
        cover *= np.broadcast_to(strength, self.count)[:, None, None]
        paint = self.cloth * np.broadcast_to(shade, self.count)[:, None, None]
        self.picture += cover * (paint - self.picture)

    def both(self, outline: Sequence[Point], shade: Number = 1.0, strength: Number = 1.0) -> None:
        """`fill` an outline, and its mirror image."""
        self.fill(outline, shade, strength)
        self.fill([(-x, y) for x, y in outline], shade, strength)

    def stroke(self, path: Sequence[Point], width: Number, shade: Number = 1.0,
               strength: Number = 1.0) -> None:  # fmt: skip
        """A line along points, of a width in the picture's units."""
        left: list[Point] = []
        right: list[Point] = []
        for i, (x, y) in enumerate(path):
            (ax, ay), (bx, by) = path[max(i - 1, 0)], path[min(i + 1, len(path) - 1)]
            dx, dy = np.asarray(bx - ax), np.asarray(by - ay)
            half = width / 2 / np.sqrt(dx * dx + dy * dy + 1e-9)
            left.append((x - dy * half, y + dx * half))
            right.append((x + dy * half, y - dx * half))
        self.fill([*left, *reversed(right)], shade, strength)
