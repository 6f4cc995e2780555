from collections.abc import Callable

from torch import Tensor


def projected_gd(
    grad: Callable[[Tensor], Tensor],
    proj: Callable[[Tensor], Tensor],
    x0: Tensor,
    eta: float,
    steps: int,
) -> list[Tensor]:
    """All places of a walk that stays where it is allowed to be."""
    xs = [proj(x0)]
    for _ in range(steps):
        x = xs[-1]
        xs.append(proj(x - eta * grad(x)))  # step, then back
    return xs
