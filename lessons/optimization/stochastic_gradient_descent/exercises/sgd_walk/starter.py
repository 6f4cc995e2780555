from collections.abc import Callable, Iterable
from typing import Any

from torch import Tensor


def sgd_walk(
    grad: Callable[[Tensor, Any], Tensor],
    x0: Tensor,
    draws: Iterable[Any],
    rate: Callable[[int], float],
) -> list[Tensor]:
    """All places of a stochastic walk: x ← x - rate(t) · grad(x, draw).

    x0: a tensor; grad(x, draw) is the slope at x by one draw, of the
    same shape. draws: one for each step; rate(t): the learning rate
    of step t = 0, 1, 2, … Returns one more iterate than draws.
    """
    raise NotImplementedError
