from collections.abc import Callable

import torch
from torch import Tensor


def directional_derivative(
    f: Callable[[Tensor], Tensor],
    x: Tensor,
    u: Tensor,
) -> float:
    """The slope of f at x for one who walks along u.

    x: (d,); u: (d,), an arrow of any length but zero, which only
    says which way; f(x) is a tensor with one number.
    """
    raise NotImplementedError
