from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor


def noisy_walk(
    slope: Callable[[Tensor], Tensor],
    x0: Tensor,
    eta: float,
    scale: float,
    steps: int,
) -> list[Tensor]:
    """Gradient descent on slopes with noise; all steps + 1 iterates.

    Each step draws new noise for each number of x: normally
    distributed around 0, with the standard deviation `scale`.
    """
    xs = [x0]
    for _ in range(steps):
        x = xs[-1]
        noise = np.random.normal(0, scale, size=x.shape)
        noise = torch.as_tensor(noise, dtype=x.dtype)
        xs.append(x - eta * (slope(x) + noise))
    return xs
