from collections.abc import Callable
from typing import Any

State = Any  # what a rule remembers of a coordinate
Step = tuple[float, float, State, State]


def train_2d(
    trainer: Callable[[float, float, State, State], Step],
    steps: int = 20,
    start: tuple[float, float] = (-5.0, -2.0),
) -> list[tuple[float, float]]:
    """All places of a walk in the plane, by any rule.

    trainer(x1, x2, s1, s2) returns the next x1, x2, s1, s2. What it
    remembers is in the states s1 and s2, which begin at 0. Returns
    steps + 1 pairs (x1, x2), the start first.
    """
    raise NotImplementedError
