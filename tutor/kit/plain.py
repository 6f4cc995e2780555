"""The live calls outside the app: plain, short lines."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from tutor.kit.numbers import Numbers

LOG_SECONDS = 0.5  # between two printed steps

_last = -LOG_SECONDS


def log(step: float, metrics: Mapping[str, float]) -> None:
    """Print a step, twice a second at most."""
    global _last  # noqa: PLW0603
    now = time.monotonic()
    if now - _last < LOG_SECONDS:
        return
    _last = now
    print(f"step {step:g}", *(f"{name} {value:.6g}" for name, value in metrics.items()), sep="  ")


def curve(name: str, x: Numbers, y: Numbers) -> None:
    """Print one line about a curve."""
    print(
        f"curve{f' {name}' if name else ''}: {len(x)} points, x {_range(x)}, y {_range(y)}"
        if len(x)
        else f"curve{f' {name}' if name else ''}: no points"
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    """Print a table, its columns aligned: numbers to the right, words to the left."""
    if title:
        print(title)
    lines = [*([header] if header else []), *rows]
    columns = [_align([line[at] for line in lines], bool(header)) for at in range(_width(lines))]
    for cells in zip(*columns, strict=True):
        print("  ".join(cells).rstrip())


def _width(lines: Sequence[Sequence[str]]) -> int:
    return len(lines[0]) if lines else 0


def _align(cells: list[str], header: bool) -> list[str]:
    width = max(len(cell) for cell in cells)
    body = cells[1:] if header else cells
    right = all(_is_number(cell) for cell in body if cell)
    return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _range(values: Numbers) -> str:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return "without a finite value"
    return f"{finite.min():.6g} … {finite.max():.6g}"
