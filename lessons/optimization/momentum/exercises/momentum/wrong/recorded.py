import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] = gamma * states[i] + lr * p.grad
        p -= states[i]
