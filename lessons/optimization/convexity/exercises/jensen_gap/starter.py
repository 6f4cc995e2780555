from collections.abc import Callable

import torch
from torch import Tensor


def jensen_gap(
    f: Callable[[Tensor], Tensor],
    w: Tensor,
    x: Tensor,
) -> float:
    """The mean of f(x) less f at the mean of x.

    f: element by element; w: (n,), weights of any sum above 0;
    x: (n,). Divide the weights by their sum. Returns a float.
    """
    raise NotImplementedError
