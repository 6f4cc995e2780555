from collections.abc import Callable

import torch
from torch import Tensor


def find_minima(
    f: Callable[[Tensor], Tensor],
    lo: float,
    hi: float,
) -> list[float]:
    """The places of all local minima of f between lo and hi."""
    x = torch.linspace(lo, hi, int(1e5), dtype=torch.float64)
    y = f(x)  # float64: neighbours differ in the tenth digit
    before, here, after = y[:-2], y[1:-1], y[2:]
    lowest = (here < before) & (here <= after)
    return x[1:-1][lowest].tolist()
