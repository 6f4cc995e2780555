from collections.abc import Callable
from typing import Any

import torch


def step_of(g: Any, H: Any) -> Any:
    """H⁻¹ g, for a matrix and a vector or for two numbers."""
    if isinstance(g, torch.Tensor):
        return torch.linalg.solve(H, g)  # (n,), without H⁻¹
    return g / H


def newton(
    gradf: Callable[[Any], Any],
    hessf: Callable[[Any], Any],
    x0: Any,
    eta: float,
    steps: int,
) -> list[Any]:
    """All iterates of Newton's method, the start included."""
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * step_of(gradf(x), hessf(x))
        xs.append(x)
    return xs
