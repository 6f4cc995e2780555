import torch


def init_rmsprop(params):
    return {p: torch.zeros_like(p) for p in params}


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p in params:
        states[p].lerp_(p.grad**2, gamma)
        p.data -= lr * p.grad * (states[p] + eps).rsqrt()
