"""A surface event read: its ground, its paths, and where each path is at a step."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite, nan

from tutor.app.series import floats
from tutor.app.surface_dots import Dots, Frame, Place, Range, Spot
from tutor.engine.protocol import Path, Surface

MOST_BLOBS = 120  # iterates of a path that are marked; of longer paths only the line is drawn
PAD = 0.06  # above and below the curve of an objective of one variable


@dataclass(slots=True)
class Ground:
    """What stays while paths grow."""

    event: Surface
    xs: array[float] = field(init=False)
    ys: array[float] = field(init=False)
    x: Range = field(init=False)
    y: Range = field(init=False)

    def __post_init__(self) -> None:
        self.xs, self.ys = floats(self.event.x), floats(self.event.y)
        self.x = _range(self.xs)
        self.y = _range(self.ys) if self.planar else _padded(_range(self.ys))

    @property
    def planar(self) -> bool:
        """Whether the objective has two variables."""
        return bool(self.event.shade)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside the picture."""
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]

    def same(self, other: Surface) -> bool:
        """Whether another event has the same ground."""
        mine = self.event
        return (
            (mine.x, mine.y, mine.shade, mine.style, mine.marks, mine.name)
            == (other.x, other.y, other.shade, other.style, other.marks, other.name)
            and mine.contours == other.contours
        )  # fmt: skip


@dataclass(slots=True)
class Walk:
    """A path that can be followed step by step."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float]
    heights: Sequence[float]
    steps: Sequence[float]  # the number of each iterate; empty: 0, 1, 2, …
    label: str = ""  # of the kept run it belongs to, if it does

    @classmethod
    def of(cls, path: Path, planar: bool, label: str = "") -> Walk:
        """A path of an event; what is cut short is read as far as it goes."""
        xs, ys = floats(path.x), floats(path.y)
        count = min(len(xs), len(ys))
        heights = floats(path.height) if path.height else (array("d") if planar else ys)
        return cls(path.name, xs[:count], ys[:count], heights, floats(path.steps), label)

    @property
    def count(self) -> int:
        """How many iterates there are to be seen."""
        return len(self.xs)

    @property
    def last(self) -> int:
        """The number of the last step."""
        if not self.count:
            return 0
        return int(self.steps[-1]) if self.steps else self.count - 1

    def index(self, step: int) -> int:
        """Which of its iterates is the latest at a step; -1 if it has none."""
        if self.steps:
            return min(bisect_right(self.steps, step), self.count) - 1
        return min(step, self.count - 1)

    def at(self, step: int) -> Place:
        """Where it is at a step."""
        index = self.index(step)
        return (self.xs[index], self.ys[index]) if index >= 0 else (nan, nan)

    def height(self, step: int) -> float:
        """f there; NaN if that isn't known."""
        index = self.index(step)
        return self.heights[index] if 0 <= index < len(self.heights) else nan

    def leaves(self, ground: Ground) -> int | None:
        """The index from which on it is outside the picture for good; None if it is never."""
        inside = self.count - 1
        while inside >= 0 and not ground.holds(self.xs[inside], self.ys[inside]):
            inside -= 1
        return None if inside == self.count - 1 else inside + 1

    def number(self, index: int) -> int:
        """The step of an iterate."""
        return int(self.steps[index]) if self.steps else index

    def continues(self, other: Walk) -> bool:
        """Whether this is the other one, gone further."""
        count = other.count
        return (
            self.name == other.name
            and not self.steps
            and not other.steps
            and count <= self.count
            and self.xs[:count] == other.xs
            and self.ys[:count] == other.ys
        )


@dataclass(slots=True)
class Trail:
    """The dots of a walk up to a step."""

    walk: Walk
    frame: Frame
    last: int | None = None  # index of the last iterate that is drawn: there it leaves for good
    dots: Dots = field(init=False)
    iterates: set[Spot] = field(init=False, default_factory=set)  # characters that hold one
    _upto: int = field(init=False, default=-1)  # index of the last iterate that is drawn

    def __post_init__(self) -> None:
        self.dots = Dots(self.frame)

    def follow(self, walk: Walk, last: int | None) -> None:
        """Go on with a walk that continues this one; it may come back into the picture."""
        if (walk.count > MOST_BLOBS) != (self.walk.count > MOST_BLOBS):
            self._forget()
        self.walk, self.last = walk, last

    def cells(self, step: int) -> dict[Spot, int]:
        """A mask of dots for each character that the walk has touched by then."""
        index = self.walk.index(step)
        if self.last is not None:
            index = min(index, self.last)
        if index < self._upto:
            self._forget()
        for at in range(self._upto + 1, index + 1):
            self._draw(at)
        self._upto = index
        return self.dots.cells

    def _forget(self) -> None:
        self.dots, self._upto = Dots(self.frame), -1
        self.iterates = set()

    def _draw(self, at: int) -> None:
        xs, ys = self.walk.xs, self.walk.ys
        place = self.frame.place(xs[at], ys[at])
        if not (isfinite(place[0]) and isfinite(place[1])):
            return
        if at:
            before = self.frame.place(xs[at - 1], ys[at - 1])
            if isfinite(before[0]) and isfinite(before[1]):
                self.dots.segment(before, place)
        if self.walk.count <= MOST_BLOBS:
            self.dots.blob(place)
            spot = self.frame.spot(xs[at], ys[at])
            if spot is not None:
                self.iterates.add(spot)


def stops(walks: Sequence[Walk]) -> Sequence[int]:
    """The steps at which something can be seen to move: all, unless iterates were left out."""
    if not any(walk.steps for walk in walks):
        return range(max((walk.last for walk in walks), default=0) + 1)
    found: set[int] = set()
    for walk in walks:
        found.update(map(int, walk.steps) if walk.steps else range(walk.count))
    return sorted(found)


def _range(values: Sequence[float]) -> Range:
    finite = [value for value in values if isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    if not high > low:
        pad = abs(low) * 0.1 or 1.0
        return low - pad, high + pad
    return low, high


def _padded(ends: Range) -> Range:
    pad = (ends[1] - ends[0]) * PAD
    return ends[0] - pad, ends[1] + pad
