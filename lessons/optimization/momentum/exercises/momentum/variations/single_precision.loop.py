import torch


def init_momentum(params):
    return {i: torch.zeros(*p.shape, dtype=torch.float32) for i, p in enumerate(params)}


def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] *= gamma
        states[i] += lr * p.grad
        p.data -= states[i]
