from collections.abc import Callable

import torch
from torch import Tensor


def violates_convexity(
    f: Callable[[Tensor], Tensor],
    xs: Tensor,
    n: int,
) -> bool:
    """Whether one of n random chords passes below f."""
    i, j = torch.randint(len(xs), (2, n))  # (n,) each
    a, b = xs[i], xs[j]  # (n,), the ends
    lam = torch.rand(n, dtype=xs.dtype)  # (n,)
    chord = lam * f(a) + (1 - lam) * f(b)
    rise = f(lam * a + (1 - lam) * b) - chord
    return bool((rise > 1e-9).any())
