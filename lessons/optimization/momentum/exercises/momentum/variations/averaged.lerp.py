import torch


def init_momentum(params):
    return {i: torch.zeros_like(p) for i, p in enumerate(params)}


def momentum(params, states, lr, gamma):
    with torch.no_grad():
        for i, p in enumerate(params):
            states[i].lerp_(p.grad, 1 - gamma)
            p.add_(states[i], alpha=-lr)
