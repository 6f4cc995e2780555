import torch
from torch import Tensor


def init_adam(params: list[Tensor]) -> dict:
    """No step taken, and for each parameter averages of zero."""
    zeros = torch.zeros_like
    return {"t": 0, "moments": [(zeros(p), zeros(p)) for p in params]}


@torch.no_grad()
def adam(
    params: list[Tensor],
    states: dict,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-6,
) -> None:
    """One step; the averages and t in states are updated in place."""
    states["t"] += 1
    t = states["t"]
    for p, (v, s) in zip(params, states["moments"]):
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
