from collections.abc import Callable
from typing import Any

State = Any  # what a rule remembers of a coordinate
Step = tuple[float, float, State, State]


def train_2d(
    trainer: Callable[[float, float, State, State], Step],
    steps: int = 20,
    start: tuple[float, float] = (-5.0, -2.0),
) -> list[tuple[float, float]]:
    """All places of a walk in the plane, by any rule."""
    x1, x2 = start
    s1, s2 = 0, 0
    places = [(x1, x2)]
    for _ in range(steps):
        x1, x2, s1, s2 = trainer(x1, x2, s1, s2)
        places.append((x1, x2))
    return places
