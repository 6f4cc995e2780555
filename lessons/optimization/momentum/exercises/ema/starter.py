import torch
from torch import Tensor


def ema(xs: Tensor, gamma: float, y0: float = 0.0) -> Tensor:
    """The average after each value: y ← gamma · y + (1 - gamma) · x.

    xs: (n,) or (n, d), the first dimension is time, n at least 1;
    y0: where the average starts. Returns the n averages, in the
    shape and dtype of xs; y0 isn't among them.
    """
    raise NotImplementedError
