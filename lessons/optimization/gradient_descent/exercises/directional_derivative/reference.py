from collections.abc import Callable

import torch
from torch import Tensor


def directional_derivative(
    f: Callable[[Tensor], Tensor],
    x: Tensor,
    u: Tensor,
) -> float:
    """The slope of f at x for one who walks along u."""
    x = x.detach().requires_grad_()  # our own view of it
    (g,) = torch.autograd.grad(f(x), x)  # (d,), the gradient
    return (g @ u / u.norm()).item()
