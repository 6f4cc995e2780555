import torch
from torch import Tensor


def init_adam_clock(params: list[Tensor]) -> dict:
    """Step 1 is to come; averages of zero for each parameter."""
    zeros = torch.zeros_like
    return {"t": 1, "moments": [(zeros(p), zeros(p)) for p in params]}


@torch.no_grad()
def adam_clock(
    params: list[Tensor],
    states: dict,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-6,
) -> None:
    """One step of Adam, in place; the averages and t are updated."""
    for p, (v, s) in zip(params, states["moments"]):
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        v_hat = v / (1 - beta1 ** states["t"])
        s_hat = s / (1 - beta2 ** states["t"])
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
    states["t"] += 1  # once a step, when all have had their turn
