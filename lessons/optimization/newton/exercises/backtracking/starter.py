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
    """The step length t of a line search from x along d.

    f(x) is a tensor with one number, grad(x) has the shape of x, (n,),
    and so has d. t is the first of 1, beta, beta², … for which
    f(x + t · d) ≤ f(x) + alpha · t · grad(x)·d.
    Raises ValueError if d doesn't lead downhill.
    """
    raise NotImplementedError
