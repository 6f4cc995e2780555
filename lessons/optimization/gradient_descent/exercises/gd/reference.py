from collections.abc import Callable
from typing import Any


def gd(
    grad: Callable[[Any], Any],
    x0: Any,
    eta: float,
    steps: int,
) -> list[Any]:
    """All places of a walk downhill, the start included."""
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * grad(x)  # a new x: `-=` would change a tensor
        xs.append(x)
    return xs
