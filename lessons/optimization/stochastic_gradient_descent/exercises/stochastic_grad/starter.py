from collections.abc import Callable

import torch
from torch import Tensor


def stochastic_grad(
    fs: list[Callable[[Tensor], Tensor]],
    x: Tensor,
    i: int,
) -> Tensor:
    """The gradient of example i's objective fs[i] at x.

    fs: functions of x, each of which returns one number as a tensor;
    x: any shape, without requires_grad, and it stays as it is.
    Returns a tensor of the shape of x.
    """
    raise NotImplementedError
