from collections.abc import Callable
from typing import Any


def gd(
    grad: Callable[[Any], Any],
    x0: Any,
    eta: float,
    steps: int,
) -> list[Any]:
    """All places of a walk downhill: x ← x - eta · grad(x).

    x0: a number or a tensor; grad(x) is the slope there, of the same
    shape. Returns steps + 1 iterates, x0 first.
    """
    raise NotImplementedError
