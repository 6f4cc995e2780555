"""Shapes drawn in characters: boxes with their sizes at the sides, and how some were stretched."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.grading.drawing import shape

WIDTH = 50
_TALL, _WIDE = 5, 18  # the inside of the largest box
_NAMES = "expected", "got"


def shapes(expected: Sequence[int], got: Sequence[int]) -> str:
    """Both shapes side by side, drawn to one scale, in 50 columns; "" if there is no room."""
    both = [list(expected), list(got)]
    scale = _Scale(both)
    blocks = [
        [f"{name} {shape(sizes)}", *scale.box(sizes)]
        for name, sizes in zip(_NAMES, both, strict=True)
    ]
    return _beside(*blocks)


def stretching(inputs: Sequence[tuple[str, Sequence[int]]], got: Sequence[int]) -> str:
    """How broadcasting made a shape of two others, dimension by dimension.

    The dimensions stand in columns, counted from the last; "1→4" is one that was stretched.
    """
    rows = [(name, _stretched(sizes, got)) for name, sizes in inputs]
    rows.append(("together", [str(size) for size in got]))
    names = max(len(name) for name, _ in rows)
    wide = [max(len(cells[axis]) for _, cells in rows) for axis in range(len(got))]
    lines = [
        f"{name:<{names}}  " + "  ".join(f"{c:>{w}}" for c, w in zip(cells, wide, strict=True))
        for name, cells in rows
    ]
    return "\n".join([*lines, "→ a dimension that was stretched"])


def together(one: Sequence[int], other: Sequence[int]) -> list[int] | None:
    """The shape that two make by broadcasting; None if they don't fit."""
    length = max(len(one), len(other))
    pairs = list(zip(_padded(one, length), _padded(other, length), strict=True))
    if any(n != m and 1 not in (n, m) for n, m in pairs):
        return None
    return [m if n == 1 else n for n, m in pairs]


def _padded(sizes: Sequence[int], length: int) -> list[int]:
    return [1] * (length - len(sizes)) + list(sizes)


def _stretched(sizes: Sequence[int], got: Sequence[int]) -> list[str]:
    return [
        str(n) if n == m else f"{n}→{m}" for n, m in zip(_padded(sizes, len(got)), got, strict=True)
    ]


class _Scale:
    """Sizes as numbers of characters, the same way for two shapes."""

    def __init__(self, shapes: Sequence[Sequence[int]]) -> None:
        rows = max((sizes[-2] for sizes in shapes if len(sizes) > 1), default=1)
        columns = max((sizes[-1] for sizes in shapes if sizes), default=1)
        self._tall = min(1.0, _TALL / max(rows, 1))
        self._wide = min(2.0, _WIDE / max(columns, 1))

    def box(self, sizes: Sequence[int]) -> list[str]:
        """A box of the last two dimensions, its sizes beside and below it."""
        if not sizes:
            return ["┌──┐", "└──┘", "one number"]
        wide = max(1, round(sizes[-1] * self._wide))
        tall = 1 if len(sizes) == 1 else max(1, round(sizes[-2] * self._tall))
        lines = [f"┌{'─' * wide}┐", *[f"│{' ' * wide}│"] * tall, f"└{'─' * wide}┘"]
        if not math.prod(sizes):
            lines[1:-1] = []
        if len(sizes) > 1:
            lines[len(lines) // 2] += f" {sizes[-2]}"
        lines.append(str(sizes[-1]).center(wide + 2).rstrip())
        if len(sizes) > 2:
            lines.append(f"{' × '.join(map(str, sizes[:-2]))} of these")
        return lines


def _beside(left: list[str], right: list[str]) -> str:
    wide = max(map(len, left))
    if wide + 4 + max(map(len, right)) > WIDTH:
        return ""  # many dimensions: the sizes themselves say more
    longest = max(len(left), len(right))
    left, right = (each + [""] * (longest - len(each)) for each in (left, right))
    rows = zip(left, right, strict=True)
    return "\n".join(f"{one:<{wide}}    {other}".rstrip() for one, other in rows)
