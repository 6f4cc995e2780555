import torch

sums = {}


def init_adagrad(params):
    for i, p in enumerate(params):
        sums[i] = torch.zeros_like(p)
    return sums


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for i, p in enumerate(params):
        s = sums[i]
        s[...] = s + p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
