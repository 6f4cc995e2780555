"""The live calls outside the app: plain, short lines."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from tutor.engine.protocol import Images, Surface
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


def surface(event: Surface) -> None:
    """Print a line about an objective, and one for the end of each path on it."""
    name = f"surface{f' {event.name}' if event.name else ''}"
    xs, ys = np.frombuffer(event.x), np.frombuffer(event.y)
    if event.shade:
        print(f"{name}: x1 {_range(xs)}, x2 {_range(ys)}, f {event.low:.6g} … {event.high:.6g}")
    else:
        print(f"{name}: x {_range(xs)}, f {_range(ys)}")
    for path in event.paths:
        x, y = np.frombuffer(path.x)[-1], np.frombuffer(path.y)[-1]
        place = f"({x:.6g}, {y:.6g})" if event.shade else f"{x:.6g}"
        height = np.frombuffer(path.height)[-1]
        steps = np.frombuffer(path.steps)[-1] if path.steps else len(path.x) // 8 - 1
        called = f"{path.name}: " if path.name else ""
        print(f"  {called}{steps:.0f} step{'s'[: int(steps) != 1]}, to {place}, f {height:.6g}")


def images(event: Images, more: int) -> None:
    """Print one line about images."""
    sizes = sorted({f"{each.height} x {each.width}" for each in event.pictures})
    names = ", ".join(each.label for each in event.pictures if each.label)
    count = len(event.pictures) + more
    print(
        f"{event.title or 'images'}: {count} of {' and '.join(sizes)}{': ' if names else ''}{names}"
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
