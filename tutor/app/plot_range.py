"""What part of the plane a plot shows, and where a curve leaves it.

A run that diverges ends at values next to which all others are zero. Where calm curves are drawn
too, these decide the range, and the diverging one is drawn to where it leaves the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from math import log10

from tutor.app.plot_scale import Scale
from tutor.app.series import Series
from tutor.app.trace import Piece, Trace

GROWN = 10.0  # a curve that ends this much farther out than it began may be on its way out
FAR = 8.0  # spans of the calm curves: beyond, these could no longer be read
ROOM = 1.0  # how far, in spans of the calm curves, a leaving one is followed
Place = tuple[float, float]


def scales(traces: Sequence[Trace], pieces: Sequence[list[Piece]], log: bool) -> list[Scale]:
    """The horizontal and the vertical axis."""
    away = [_may_leave(trace, found) for trace, found in zip(traces, pieces, strict=True)]
    paths = any(trace.is_path for trace in traces)
    return [
        _scale([_flat(p, 0) for p in pieces], away if paths else []),
        _scale([_flat(p, 1) for p in pieces], away, log=log),
    ]


def _flat(pieces: list[Piece], axis: int) -> list[float]:
    return list(chain.from_iterable(piece[axis] for piece in pieces))


def _may_leave(trace: Trace, pieces: list[Piece]) -> bool:
    """Whether a curve ends off the chart, or is farther out at its end than ever before.

    Only curves that can be compared count: the same one of several runs, or an optimizer's way.
    """
    if isinstance(trace.item, Series) and trace.item.gone:
        return True
    ys = [abs(y) for y in _flat(pieces, 1)]
    if len(ys) < 3 or not (trace.run or trace.is_path):
        return False
    end = max(ys[-max(1, len(ys) // 8) :])
    return end >= max(ys) and end > GROWN * ys[0]


def _scale(values: list[list[float]], away: list[bool], log: bool = False) -> Scale:
    """The range of the calm curves, and of the others as far as they stay near it."""
    whole = Scale.over(chain.from_iterable(values), log=log)
    calm = [v for v, leaving in zip(values, away, strict=False) if not leaving and v]
    if not any(away) or not calm:
        return whole
    scale = Scale.over(chain.from_iterable(calm), log=log)
    span = scale.high - scale.low
    if whole.high - whole.low <= FAR * span:
        return whole
    low, high = scale.low - ROOM * span, scale.high + ROOM * span
    leaving = chain.from_iterable(v for v, out in zip(values, away, strict=False) if out)
    near = [place for value in leaving if low <= (place := log10(value) if log else value) <= high]
    return Scale(min(scale.low, *near), max(scale.high, *near), log) if near else scale


def inside(places: Sequence[Place]) -> tuple[list[list[Place]], Place | None]:
    """The parts of a line within the picture, and where it leaves for good (None: it stays)."""
    parts: list[list[Place]] = []
    if len(places) == 1:
        return ([list(places)], None) if _holds(places[0]) else ([], None)
    for start, end in pairwise(places):
        cut = _cut(start, end)
        if cut is None:
            continue
        if parts and parts[-1][-1] == cut[0]:
            parts[-1].append(cut[1])
        else:
            parts.append([*cut])
    if not parts or not places or _holds(places[-1]):
        return parts, None
    return parts, parts[-1][-1]


def _holds(place: Place) -> bool:
    return all(-1e-9 <= each <= 1 + 1e-9 for each in place)


def _cut(start: Place, end: Place) -> tuple[Place, Place] | None:
    """The part of a segment within the unit square (Liang and Barsky), None if there is none."""
    if _holds(start) and _holds(end):
        return start, end
    first, last = 0.0, 1.0
    for a, b in zip(start, end, strict=True):
        change = b - a
        for towards, room in ((-change, a), (change, 1 - a)):
            if towards == 0:
                if room < 0:
                    return None
            elif towards < 0:
                first = max(first, room / towards)
            else:
                last = min(last, room / towards)
    if first > last:
        return None

    def at(share: float) -> Place:
        return (
            start[0] + share * (end[0] - start[0]),
            start[1] + share * (end[1] - start[1]),
        )

    return (start if first == 0 else at(first)), (end if last == 1 else at(last))
