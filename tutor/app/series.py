"""The data behind a plot: curves that grow in bounded memory, and whole curves.

Pure Python and `array`: the app process never imports numpy.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan, nan
from typing import Literal

BUCKETS = 1024  # even; what is kept of a growing curve, whatever its length
FROZEN = 512  # points that are kept of a curve whose run is over
HUGE = 1e300  # beyond it a span would overflow: such values are taken for infinite

CurveStyle = Literal["line", "points", "both"]


def floats(data: bytes) -> array[float]:
    """Native float64 values of the bytes; a part of a value at the end is left out."""
    values = array("d")
    values.frombytes(data[: len(data) // 8 * 8])
    return values


def drawable(value: float) -> bool:
    """Whether a value has a place on a chart: finite, and not so huge that a span overflows."""
    return -HUGE <= value <= HUGE


class Series:
    """A curve that grows (`live.log`), kept as at most 1024 buckets of neighbouring points.

    Each bucket holds the lowest and the highest of its points, in the order they came, so
    that a spike is never lost. When all buckets are full, neighbours merge and each then
    takes twice as many points. Values without a place on a chart are counted, not kept.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0  # points so far, those that left the chart included
        self.lost = 0  # points that are NaN, infinite or huge
        self.lost_from = nan  # x of the first of these
        self.lost_as = nan  # and what it was
        self.not_positive = 0  # drawable points <= 0, which a logarithmic axis can't show
        self.last = nan  # the latest y, whatever it is
        self.last_x = nan
        self.best = nan  # the lowest drawable y
        self.highest = nan  # the highest
        self._per = 2  # points in a bucket; two points are their own extremes
        self._xs: list[float] = []  # two points for each full bucket
        self._ys: list[float] = []
        self._open_xs: list[float] = []  # the extremes of the bucket that is being filled
        self._open_ys: list[float] = []
        self._filled = 0  # points that it has taken
        self._first: tuple[float, float] | None = None
        self._tip: tuple[float, float] | None = None  # the latest drawable point
        self._frozen: tuple[array[float], array[float]] | None = None  # instead of the buckets

    @property
    def size(self) -> int:
        """How many points are held, whatever `count` is."""
        if self._frozen is not None:
            return len(self._frozen[0])
        return len(self._xs) + len(self._open_xs)

    def freeze(self, n: int = FROZEN) -> None:
        """Nothing more is coming: keep at most `n` points, in as little memory as they need."""
        if self._frozen is None:
            xs, ys = self.columns(n)
            self._frozen = array("d", xs), array("d", ys)
            self._xs, self._ys, self._open_xs, self._open_ys = [], [], [], []

    @property
    def gone(self) -> bool:
        """Whether the curve is off the chart now: its latest value has no place there."""
        return self.count > 0 and not drawable(self.last)

    def extend(self, x: bytes, y: bytes) -> None:
        """Add points: two runs of native float64, the shorter one counts."""
        xs, ys = floats(x), floats(y)
        n = min(len(xs), len(ys))
        if n == 0:
            return
        if self._frozen is not None:
            raise RuntimeError(f"the curve {self.name} is frozen: its run is over")
        self.count += n
        self.last, self.last_x = ys[n - 1], xs[n - 1]
        # Adding up is a quick way to ask whether all are drawable; a false alarm costs only time.
        if drawable(sum(map(abs, xs))) and drawable(sum(map(abs, ys))):
            self._keep(xs[:n].tolist(), ys[:n].tolist())
        else:
            self._keep(*self._sift(xs[:n], ys[:n]))

    def columns(self, n: int) -> tuple[list[float], list[float]]:
        """At most `n` points (at least 6) that draw like all of them, in the order they came."""
        n = max(n, 6)
        if self._frozen is not None:
            xs, ys = self._frozen[0].tolist(), self._frozen[1].tolist()
            if len(xs) <= n:
                return xs, ys
        else:
            xs, ys = self._xs + self._open_xs, self._ys + self._open_ys
        if self._first is None or self._tip is None or self.count - self.lost == len(xs) <= n:
            return xs, ys
        xs, ys = thin(xs, ys, n - 2)
        ends = self._first, self._tip
        return [ends[0][0], *xs, ends[1][0]], [ends[0][1], *ys, ends[1][1]]

    def _sift(self, xs: array[float], ys: array[float]) -> tuple[list[float], list[float]]:
        """The drawable points; the others are counted."""
        kept_x: list[float] = []
        kept_y: list[float] = []
        for x, y in zip(xs, ys, strict=True):
            if drawable(x) and drawable(y):
                kept_x.append(x)
                kept_y.append(y)
                continue
            if not self.lost:
                self.lost_from, self.lost_as = x, y
            self.lost += 1
        return kept_x, kept_y

    def _keep(self, xs: list[float], ys: list[float]) -> None:
        if not ys:
            return
        low = min(ys)
        if low <= 0:
            self.not_positive += sum(y <= 0 for y in ys)
        high = max(ys)
        if isnan(self.best) or low < self.best:
            self.best = low
        if isnan(self.highest) or high > self.highest:
            self.highest = high
        self._first = self._first or (xs[0], ys[0])
        self._tip = (xs[-1], ys[-1])
        done = self._fill_open(xs, ys)
        while done < len(xs):
            if len(self._xs) >= 2 * BUCKETS:
                self._merge()
            room = (BUCKETS - len(self._xs) // 2) * self._per
            full = min(room, (len(xs) - done) // self._per * self._per)
            if full == 0:
                self._open_xs, self._open_ys = _extremes(xs[done:], ys[done:])
                self._filled = len(xs) - done
                return
            _pairs(xs, ys, done, done + full, size=self._per, out=(self._xs, self._ys))
            done += full

    def _fill_open(self, xs: list[float], ys: list[float]) -> int:
        """Put points into the open bucket first; how many it took."""
        if not self._filled:
            return 0
        taken = min(self._per - self._filled, len(xs))
        self._open_xs, self._open_ys = _extremes(
            self._open_xs + xs[:taken], self._open_ys + ys[:taken]
        )
        self._filled += taken
        if self._filled == self._per:
            self._xs += self._open_xs
            self._ys += self._open_ys
            self._open_xs, self._open_ys, self._filled = [], [], 0
        return taken

    def _merge(self) -> None:
        xs, ys = self._xs, self._ys
        self._xs, self._ys = [], []
        _pairs(xs, ys, 0, len(xs), size=4, out=(self._xs, self._ys))
        self._per *= 2


@dataclass(slots=True, eq=False)
class CurveData:
    """A whole curve (`live.curve`): a function's graph or a path in a plane."""

    name: str
    x: array[float]
    y: array[float]
    style: CurveStyle = "line"
    lost: int = 0  # points without a place on a chart
    not_positive: int = 0
    pieces: list[tuple[list[float], list[float]]] = field(default_factory=list)

    @classmethod
    def read(cls, name: str, x: bytes, y: bytes, style: CurveStyle = "line") -> CurveData:
        """A curve from two runs of native float64; it breaks where a point can't be drawn."""
        xs, ys = floats(x), floats(y)
        n = min(len(xs), len(ys))
        curve = cls(name, xs[:n], ys[:n], style)
        curve._split()
        return curve

    @property
    def last(self) -> float:
        """The y of its last point; NaN when it has none."""
        return self.y[-1] if self.y else nan

    def same_as(self, other: object) -> bool:
        """Whether it is drawn just like the other one."""
        if not isinstance(other, CurveData) or self.style != other.style:
            return False
        return self.x == other.x and self.y == other.y  # a NaN makes two curves differ: no harm

    def frozen(self, n: int = FROZEN) -> CurveData:
        """The same with at most about `n` points, as it is kept once its run is over."""
        if len(self.x) <= n:
            return self
        share = n / len(self.x)
        kept = [reduce(xs, ys, max(2, int(len(xs) * share))) for xs, ys in self.pieces]
        xs = [x for piece in kept for x in (*piece[0], nan)][:-1]
        ys = [y for piece in kept for y in (*piece[1], nan)][:-1]
        lost = self.lost
        curve = CurveData(self.name, array("d", xs), array("d", ys), self.style)
        curve.pieces, curve.lost, curve.not_positive = kept, lost, self.not_positive
        return curve

    def _split(self) -> None:
        xs: list[float] = []
        ys: list[float] = []
        for x, y in zip(self.x, self.y, strict=True):
            if drawable(x) and drawable(y):
                xs.append(x)
                ys.append(y)
                self.not_positive += y <= 0
            else:
                self.lost += 1
                if xs:
                    self.pieces.append((xs, ys))
                    xs, ys = [], []
        if xs:
            self.pieces.append((xs, ys))


def thin(xs: list[float], ys: list[float], n: int) -> tuple[list[float], list[float]]:
    """At most `n` of the points: of equal runs of them the lowest and the highest y, in order."""
    groups = max(1, n // 2)
    out: tuple[list[float], list[float]] = [], []
    for g in range(groups):
        start, stop = g * len(xs) // groups, (g + 1) * len(xs) // groups
        if stop > start:
            _pairs(xs, ys, start, stop, size=stop - start, out=out)
    return out


def reduce(xs: list[float], ys: list[float], n: int) -> tuple[list[float], list[float]]:
    """At most about `n` points of a whole curve that draw like all of them."""
    if len(xs) <= n:
        return xs, ys
    if all(a <= b for a, b in pairwise(xs)):
        return thin(xs, ys, n)
    step = -(-len(xs) // n)  # a path has no columns: take every so many points, and its end
    return [*xs[::step], xs[-1]], [*ys[::step], ys[-1]]


def _extremes(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """The lowest and the highest point in the order they came; one point stays one."""
    if len(xs) < 2:
        return xs, ys
    out: tuple[list[float], list[float]] = [], []
    _pairs(xs, ys, 0, len(xs), size=len(xs), out=out)
    return out


def _pairs(
    xs: list[float],
    ys: list[float],
    start: int,
    stop: int,
    *,
    size: int,
    out: tuple[list[float], list[float]],
) -> None:
    """Append to `out` two points for each run of `size`: lowest and highest, in order."""
    out_x, out_y = out
    if size == 2:
        out_x += xs[start:stop]
        out_y += ys[start:stop]
        return
    for at in range(start, stop, size):
        run = ys[at : at + size]
        low, high = min(run), max(run)
        first, second = run.index(low), run.index(high)
        if first == second:  # a flat run: keep its ends, for their x
            second = len(run) - 1
        elif first > second:
            first, second = second, first
        out_x += (xs[at + first], xs[at + second])
        out_y += (run[first], run[second])
