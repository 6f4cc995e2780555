"""Surfaces and paths for tests of the screen, made without torch."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from tutor.engine.protocol import Contour, Path, Surface

Walk = Sequence[tuple[float, float]]
COLUMNS, ROWS = 65, 49
RATES = {"gradient descent": (0.4, 0.0), "momentum": (0.4, 0.5), "too fast": (0.51, 0.0)}


def packed(values: Iterable[float]) -> bytes:
    return array("d", values).tobytes()


def bowl(x: float, y: float) -> float:
    return 0.1 * x * x + 2 * y * y


def walk(eta: float, gamma: float = 0.0, steps: int = 20) -> list[tuple[float, float]]:
    """Momentum on the bowl from (-5, -2)."""
    x, y, v, w = -5.0, -2.0, 0.0, 0.0
    path = [(x, y)]
    for _ in range(steps):
        v, w = gamma * v + eta * 0.2 * x, gamma * w + eta * 4 * y
        x, y = x - v, y - w
        path.append((x, y))
    return path


def path(name: str, places: Walk, steps: Sequence[int] = ()) -> Path:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    heights = [bowl(x, y) if math.isfinite(x) and math.isfinite(y) else math.nan for x, y in places]
    return Path(name, packed(xs), packed(ys), packed(heights), packed(steps) if steps else b"")


def ellipse(level: float) -> Contour:
    turns = [math.tau * k / 72 for k in range(73)]
    x = packed(math.sqrt(level / 0.1) * math.cos(t) for t in turns)
    y = packed(math.sqrt(level / 2) * math.sin(t) for t in turns)
    return Contour(level, [(x, y)])


def surface(
    paths: dict[str, Walk] | None = None,
    *,
    name: str = "",
    style: Literal["heat", "contours", "both"] = "both",
    shade: Callable[[float, float], int] | None = None,
    marks: Sequence[tuple[str, float, float]] = (("minimum", 0.0, 0.0),),
) -> Surface:
    """The bowl on (-6, 6) x (-3.5, 3.5)."""
    xs = [-6 + 12 * k / (COLUMNS - 1) for k in range(COLUMNS)]
    ys = [-3.5 + 7 * k / (ROWS - 1) for k in range(ROWS)]
    high = bowl(6, 3.5)
    shaded = shade or (lambda x, y: round(254 * math.sqrt(bowl(x, y) / high)))
    if paths is None:
        paths = {title: walk(*rates) for title, rates in RATES.items()}
    return Surface(
        1,
        name,
        packed(xs),
        packed(ys),
        bytes(shaded(x, y) for y in ys for x in xs),
        0.0,
        high,
        [ellipse(level) for level in (0.3, 1, 2, 3.5, 6, 9, 13, 18)],
        [path(title, places) for title, places in paths.items()],
        list(marks),
        style,
    )


def line(paths: dict[str, Sequence[float]]) -> Surface:
    """The parabola of one variable on (-11, 11)."""
    xs = [-11 + 22 * k / 200 for k in range(201)]
    walks = [
        Path(name, packed(places), packed(x * x for x in places), packed(x * x for x in places))
        for name, places in paths.items()
    ]
    return Surface(
        1, "", packed(xs), packed(x * x for x in xs), paths=walks, marks=[("minimum", 0, 0)]
    )
