from collections.abc import Callable

import torch
from torch import Tensor


def violates_convexity(
    f: Callable[[Tensor], Tensor],
    xs: Tensor,
    n: int,
) -> bool:
    """Whether one of n random chords passes below f.

    f: gives a tensor of the shape of its argument; xs: (k,), float64,
    places in any order; each chord joins two of them, and f is
    compared with it at one random point between the two. True if f
    is higher there by more than 1e-9, for one chord at least.
    """
    raise NotImplementedError
