import torch
from torch import Tensor


def init_adadelta_runaway(params: list[Tensor]) -> list:
    """For each parameter s and Δ, both zero so far."""
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta_runaway(
    params: list[Tensor],
    states: list,
    rho: float = 0.9,
    eps: float = 1e-5,
) -> None:
    """One step of AdaDelta, in place; the averages are updated."""
    for p, (s, delta) in zip(params, states):
        s[...] = rho * s + (1 - rho) * p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        p -= step
        delta[...] = rho * delta + (1 - rho) * p.grad**2
