import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        g = p.grad + 1e-2 * p
        v[...] = gamma * v + lr * g
        p -= v
