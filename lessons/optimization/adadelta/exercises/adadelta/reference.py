import torch
from torch import Tensor


def init_adadelta(params: list[Tensor]) -> list[tuple[Tensor, Tensor]]:
    """For each parameter s and Δ, both zero so far."""
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta(
    params: list[Tensor],
    states: list[tuple[Tensor, Tensor]],
    rho: float = 0.9,
    eps: float = 1e-5,
) -> None:
    """One step; the averages in states are updated in place."""
    for p, (s, delta) in zip(params, states):
        s[...] = rho * s + (1 - rho) * p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        p -= step
        delta[...] = rho * delta + (1 - rho) * step**2
