import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        g = p.grad.clamp(-5.0, 5.0)
        v[...] = gamma * v + lr * g
        p -= v
