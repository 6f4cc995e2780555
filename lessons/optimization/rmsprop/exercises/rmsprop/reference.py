import torch
from torch import Tensor


def init_rmsprop(params: list[Tensor]) -> list[Tensor]:
    """An average of squares for each parameter, zero so far."""
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(
    params: list[Tensor],
    states: list[Tensor],
    lr: float,
    gamma: float = 0.9,
    eps: float = 1e-6,
) -> None:
    """One step; the averages in states are updated in place."""
    for p, s in zip(params, states):
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
