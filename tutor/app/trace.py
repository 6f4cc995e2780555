"""A curve as it is to be drawn: whose it is, how it is named and told from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tutor.app.plot_canvas import ASCII
from tutor.app.series import CurveData, Series, reduce, thin

Item = Series | CurveData
# "axis", "title", "note", "plain"; from 0 the colour of a curve, from FAINT the same but fainter
Role = str | int
Piece = tuple[list[float], list[float]]

FAINT = 64
MOST_POINTS = 96  # drawn of a growing curve; plotext's time grows with them
MOST_CURVE_POINTS = 512  # drawn of a whole curve; a path needs more than a graph
SMOOTHED_POINTS = 512  # of a growing curve that are averaged before it is thinned to be drawn
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shown_name(item: Item) -> str:
    """Its name; none for `_…`, which stays out of the legend as in Matplotlib."""
    return "" if item.name.startswith("_") else item.name


@dataclass(frozen=True, slots=True)
class Trace:
    """One curve of a picture."""

    item: Item
    name: str = ""  # in the legend; "" keeps it out
    role: Role = 0
    tag: str = ""  # beside its end: colour alone must not tell curves apart
    mark: str = "*"  # the character that draws it where there is only ASCII
    series: str = ""  # which curve of its run it is, where several runs are drawn: "a train"
    run: bool = False  # whether `name` is that of a run, which may have several curves
    front: bool = True  # whether its latest value is of interest
    smoothing: float = 0.0  # weight of what came before, 0 for none

    def pieces(self, *, log: bool) -> list[Piece]:
        """What is drawn of it: few enough points, positive ones only where `log`."""
        item = self.item
        if isinstance(item, Series):
            xs, ys = item.columns(SMOOTHED_POINTS if self.smoothing else MOST_POINTS)
            if self.smoothing:
                ys = smoothed(ys, self.smoothing)
                xs, ys = thin(xs, ys, MOST_POINTS)
            pieces = [(xs, ys)]
        else:
            total = sum(len(xs) for xs, _ in item.pieces)
            share = min(1.0, MOST_CURVE_POINTS / max(total, 1))
            pieces = [reduce(xs, ys, max(4, int(len(xs) * share))) for xs, ys in item.pieces]
        if log:
            pieces = [positive for piece in pieces for positive in _positive(*piece)]
        return [piece for piece in pieces if piece[0]]

    @property
    def is_path(self) -> bool:
        """Whether it runs back and forth: an optimizer's way, not a graph over x."""
        if isinstance(self.item, Series):
            return False
        return any(b < a for xs, _ in self.item.pieces for a, b in pairwise(xs))


def numbered(traces: Sequence[Trace]) -> list[Trace]:
    """The curves of one run: a colour and a letter for each that has a name."""
    named = [trace for trace in traces if trace.name]
    number = {id(trace): n for n, trace in enumerate(named or traces)}
    found = []
    for index, trace in enumerate(traces):
        mark = ASCII[index % len(ASCII)]
        n = number.get(id(trace))
        if n is None:  # without a name, as contours: behind the others
            found.append(replace(trace, role="axis", mark=mark))
            continue
        tag = _LETTERS[n % len(_LETTERS)] if len(named) > 1 else ""
        found.append(replace(trace, role=n, tag=tag, mark=mark))
    return found


def of_items(items: Sequence[Item]) -> list[Trace]:
    """Curves as they are drawn where there is nothing to say of runs."""
    return numbered([Trace(item, shown_name(item)) for item in items])


def smoothed(ys: Sequence[float], weight: float) -> list[float]:
    """Exponential moving average: m ← w m + (1 - w) y, divided by 1 - wⁿ for the first n.

    The division takes away the pull towards the zero that m starts from, as Adam does.
    """
    found, mean, rest = [], 0.0, 1.0
    for y in ys:
        mean = weight * mean + (1 - weight) * y
        rest *= weight
        found.append(mean / (1 - rest))
    return found


def _positive(xs: list[float], ys: list[float]) -> list[Piece]:
    """The runs of points that have a logarithm."""
    kept = [(x, y) for x, y in zip(xs, ys, strict=True) if y > 0]
    return [([x for x, _ in kept], [y for _, y in kept])] if kept else []
