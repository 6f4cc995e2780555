import torch
from torch import Tensor


def ema(xs: Tensor, gamma: float, y0: float = 0.0) -> Tensor:
    """The average after each value; xs: (n,) or (n, d)."""
    y, averages = y0, []
    for x in xs:  # a number, or (d,)
        y = gamma * y + (1 - gamma) * x
        averages.append(y)
    return torch.stack(averages)
