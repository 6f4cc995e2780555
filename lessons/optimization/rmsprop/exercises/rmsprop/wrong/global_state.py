import torch

sums = {}


def init_rmsprop(params):
    for i, p in enumerate(params):
        sums[i] = torch.zeros_like(p)
    return sums


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, p in enumerate(params):
        s = sums[i]
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
