import torch
from torch import Tensor


def init_adagrad(params: list[Tensor]) -> list[Tensor]:
    """A sum of squares for each parameter, zero so far."""
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(
    params: list[Tensor],
    states: list[Tensor],
    lr: float,
    eps: float = 1e-6,
) -> None:
    """One step; the sums in states are updated in place."""
    for p, s in zip(params, states):
        s += p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
