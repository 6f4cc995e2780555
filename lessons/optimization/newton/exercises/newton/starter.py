from collections.abc import Callable
from typing import Any

import torch


def newton(
    gradf: Callable[[Any], Any],
    hessf: Callable[[Any], Any],
    x0: Any,
    eta: float,
    steps: int,
) -> list[Any]:
    """All iterates of Newton's method: x ← x - eta · H⁻¹ g.

    x0: a number, or a vector (n,). For a number gradf(x) and hessf(x)
    are numbers, f'(x) and f''(x); for a vector they are the gradient,
    (n,), and the matrix H of second derivatives, (n, n). Returns
    steps + 1 iterates, x0 first.
    """
    raise NotImplementedError
