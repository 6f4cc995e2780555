from collections.abc import Callable

import torch
from torch import Tensor


def taylor2(
    f: Callable[[Tensor], Tensor],
    x0: Tensor,
    d: Tensor,
) -> Tensor:
    """What Taylor's formula of second order says of f(x0 + d).

    x0: (n,), d: (n,), f(x0): a tensor with one number, shape ().
    Returns a tensor of shape ().
    """
    raise NotImplementedError
