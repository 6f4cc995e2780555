import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        v[...] = gamma * v + lr * p.grad
        p -= gamma * v + lr * p.grad
