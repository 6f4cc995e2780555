from collections.abc import Callable, Iterable
from typing import Any

from torch import Tensor


def sgd_walk(
    grad: Callable[[Tensor, Any], Tensor],
    x0: Tensor,
    draws: Iterable[Any],
    rate: Callable[[int], float],
) -> list[Tensor]:
    """All places of a stochastic walk, the start included."""
    x = x0
    xs = [x]
    for t, draw in enumerate(draws):
        x = x - rate(t) * grad(x, draw)
        xs.append(x)
    return xs
