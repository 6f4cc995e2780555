from collections.abc import Callable

from torch import Tensor
from torch.autograd.functional import hessian, jacobian


def taylor2(
    f: Callable[[Tensor], Tensor],
    x0: Tensor,
    d: Tensor,
) -> Tensor:
    """What Taylor's formula of second order says of f(x0 + d)."""
    slopes = jacobian(f, x0)  # (n,), the gradient
    bends = hessian(f, x0)  # (n, n)
    change = slopes + bends @ d / 2  # (n,), per unit of each d
    return f(x0) + (change * d).sum()  # ()
