from collections.abc import Callable
from typing import Any


def adagrad_2d(
    grad: Callable[[Any], Any],
    x0: Any,
    eta: float,
    steps: int,
    eps: float = 1e-6,
) -> list[Any]:
    """All places of a walk with AdaGrad, the start included."""
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = s + g * g
        rate = eta / (s + eps) ** 0.5
        x = x - rate * g
        path.append(x)
    return path
