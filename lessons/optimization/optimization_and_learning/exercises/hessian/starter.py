from collections.abc import Callable

import torch
from torch import Tensor


def hessian(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """All second derivatives of f at x.

    x: (n,), f(x): a tensor with one number, shape (). Returns H: (n, n)
    with H[i, j] the derivative by x[i] of the derivative by x[j].
    """
    raise NotImplementedError
