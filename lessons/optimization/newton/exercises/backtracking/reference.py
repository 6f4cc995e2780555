from collections.abc import Callable

from torch import Tensor


def backtracking(
    f: Callable[[Tensor], Tensor],
    grad: Callable[[Tensor], Tensor],
    x: Tensor,
    d: Tensor,
    alpha: float,
    beta: float,
) -> float:
    """The step length t of a line search from x along d."""
    slope = grad(x) @ d  # along d, at t = 0
    if slope >= 0:
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    while f(x + t * d) > height + alpha * t * slope:
        t = t * beta
    return t
