"""Comparing the entrants of a race: who came how low, how soon, and where they ended."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.course.objectives import Objective
from tutor.engine.protocol import Path, Surface

NEAR = 0.01  # of the way down from the start that may be left


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one entrant."""

    name: str
    last: float  # f where it ended; NaN or infinity where it flew off
    best: float  # the lowest f on its way
    arrived: int | None  # the first step after which 1 % of the way down is left, and less
    end: tuple[float, ...]
    left: int | None  # the step at which it left for good: diverged

    @property
    def diverged(self) -> bool:
        """Whether it flew off."""
        return self.left is not None


def results(event: Surface, objective: Objective) -> list[Result]:
    """A result for each path of a race, in their order."""
    return [_result(path, objective) for path in event.paths]


def _result(path: Path, objective: Objective) -> Result:
    xs, ys = _floats(path.x), _floats(path.y)
    heights = _floats(path.height) if path.height else ys
    numbers = [int(n) for n in _floats(path.steps)] if path.steps else list(range(len(xs)))
    finite = [h for h in heights if math.isfinite(h)]
    first = heights[0] if heights else math.nan
    return Result(
        name=path.name,
        last=heights[-1] if heights else math.nan,
        best=min(finite, default=math.nan),
        arrived=_arrived(heights, numbers, first, objective.lowest),
        end=tuple(each[-1] for each in (xs, ys)[: objective.variables] if each),
        left=_left(heights, numbers, first, objective.lowest),
    )


def _arrived(
    heights: Sequence[float], numbers: Sequence[int], first: float, lowest: float
) -> int | None:
    limit = lowest + NEAR * (first - lowest)
    pairs = zip(heights, numbers, strict=True)
    return next((number for height, number in pairs if height <= limit), None)


def _left(
    heights: Sequence[float], numbers: Sequence[int], first: float, lowest: float
) -> int | None:
    """The step from which on it is higher than ever before the race, or nowhere at all.

    Rising above the start isn't yet leaving: momentum overshoots. A hundred times is.
    """
    limit = lowest + 100 * max(first - lowest, 1e-9)
    left = None
    for height, number in zip(heights, numbers, strict=True):
        if math.isfinite(height) and height <= limit:
            left = None
        elif left is None:
            left = number
    return left


def _floats(data: bytes) -> list[float]:
    values = array("d")
    values.frombytes(data)
    return list(values)


# --- as text ----------------------------------------------------------------------------------

_HEADS = ("", "last f", "best f", "to 1 %", "ended at")
_LEAST = (0, 1, 3, 2, 4)  # columns in the order in which they are given up, the last one first


def as_lines(found: Sequence[Result], marks: Sequence[str], width: int) -> list[str]:
    """The table as lines of text of that width, its header first."""
    return layout(rows(found, marks), width)


def rows(found: Sequence[Result], marks: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """The table's cells, its header first."""
    lines: list[tuple[str, ...]] = [_HEADS]
    for index, each in enumerate(found):
        mark = f"{marks[index]} " if index < len(marks) else ""
        if each.diverged:
            step = f"diverged, step {each.left}"
            lines.append((mark + each.name, value(each.last), value(each.best), "–", step))
        else:
            arrived = "–" if each.arrived is None else f"{each.arrived}"
            end = ", ".join(f"{round(number, 4) + 0:.3g}" for number in each.end)  # no -2e-28
            lines.append(
                (mark + each.name, value(each.last), value(each.best), arrived, f"({end})")
            )
    return lines


def layout(lines: Sequence[tuple[str, ...]], width: int) -> list[str]:
    """The table as lines of text; columns that find no room are left out."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))]
    shown = set(_LEAST)
    for column in reversed(_LEAST[2:]):
        if sum(widths[c] + 2 for c in shown) - 2 <= width:
            break
        shown.discard(column)
    room = width - sum(widths[c] + 2 for c in shown if c)
    widths[0] = max(6, min(widths[0], room))
    return [
        "  ".join(_cell(line, column, widths[column]) for column in sorted(shown)).rstrip()
        for line in lines
    ]


def _cell(line: tuple[str, ...], column: int, width: int) -> str:
    text = line[column]
    if column == 0 and len(text) > width:
        text = text[: width - 1] + "…"
    return text.ljust(width) if column in (0, 4) else text.rjust(width)


def value(number: float) -> str:
    """A value of f: short, and words for what is none."""
    if math.isnan(number):
        return "no number"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return f"{number:.3g}"
