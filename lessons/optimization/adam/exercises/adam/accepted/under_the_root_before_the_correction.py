# convention: under_the_root_before_the_correction
import math

import torch


def init_adam(params):
    return {
        "t": 0,
        "v": [torch.zeros_like(p) for p in params],
        "s": [torch.zeros_like(p) for p in params],
    }


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states["t"] += 1
    rate = lr * math.sqrt(1 - beta2 ** states["t"]) / (1 - beta1 ** states["t"])
    for p, v, s in zip(params, states["v"], states["s"]):
        v.mul_(beta1).add_((1 - beta1) * p.grad)
        s.mul_(beta2).add_((1 - beta2) * p.grad**2)
        p -= rate * v / torch.sqrt(s + eps)
