import torch
from torch import Tensor


def init_momentum(params: list[Tensor]) -> list[Tensor]:
    """A velocity of zero for each parameter."""
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(
    params: list[Tensor],
    states: list[Tensor],
    lr: float,
    gamma: float,
) -> None:
    """One step; the velocities in states are updated in place."""
    for p, v in zip(params, states):
        v[...] = gamma * v + lr * p.grad
        p -= v
