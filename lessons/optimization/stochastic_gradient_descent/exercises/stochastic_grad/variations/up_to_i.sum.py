import torch


def stochastic_grad(fs, x, i):
    p = x.clone().requires_grad_(True)
    total = sum(fs[k](p) for k in range(i + 1))
    return torch.autograd.grad(total, p)[0]
