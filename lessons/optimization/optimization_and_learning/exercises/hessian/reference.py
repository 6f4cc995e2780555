from collections.abc import Callable

import torch
from torch import Tensor


def hessian(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """All second derivatives of f at x."""
    x = x.detach().requires_grad_()  # the caller's own stays as it is
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)  # (n,)
    if not g.requires_grad:  # the gradient is the same everywhere
        return torch.zeros(len(x), len(x), dtype=x.dtype)
    rows = []
    for slope in g:  # each slope has a gradient of its own
        (row,) = torch.autograd.grad(slope, x, retain_graph=True)
        rows.append(row)
    return torch.stack(rows)  # (n, n)
