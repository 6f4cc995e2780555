from collections.abc import Callable
from typing import Any


def rmsprop_2d(
    grad: Callable[[Any], Any],
    x0: Any,
    eta: float,
    gamma: float,
    steps: int,
    eps: float = 1e-6,
) -> list[Any]:
    """All places of a walk with RMSProp, the start included."""
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = gamma * s + (1 - gamma) * g * g
        x = x - eta / (s + eps) ** 0.5 * g
        path.append(x)
    return path
