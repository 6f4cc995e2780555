import torch


def init_momentum(params):
    return []


def momentum(params, states, lr, gamma):
    if not hasattr(momentum, "v"):
        momentum.v = {}
    with torch.no_grad():
        for i, p in enumerate(params):
            v = momentum.v.get(i, torch.zeros_like(p))
            if v.shape != p.shape:
                v = torch.zeros_like(p)
            momentum.v[i] = gamma * v + lr * p.grad
            p.sub_(momentum.v[i])
