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
    """All places of a walk with RMSProp, the start included.

    grad: grad(x) is the slope at x. x0: a number, or a tensor of any
    shape. Returns steps + 1 of them, x0 first.
    """
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = s + gamma * (g * g - s)  # a bit nearer to the new square
        x = x - eta / (s + eps) ** 0.5 * g
        path.append(x)
    return path
