from collections.abc import Callable

from torch import Tensor


def projected_gd(
    grad: Callable[[Tensor], Tensor],
    proj: Callable[[Tensor], Tensor],
    x0: Tensor,
    eta: float,
    steps: int,
) -> list[Tensor]:
    """All places of a walk: x ← proj(x - eta · grad(x)).

    grad(x) is the gradient at x, proj(x) the nearest place that is
    allowed. Returns steps + 1 places, all allowed; proj(x0) first.
    """
    raise NotImplementedError
