import torch

MOMENTUM = 0.9


def init_momentum(params):
    return {p: torch.zeros_like(p) for p in params}


def momentum(params, states, lr, gamma=MOMENTUM):
    with torch.no_grad():
        for p in params:
            states[p] = MOMENTUM * states[p] + lr * p.grad
            p -= states[p]
