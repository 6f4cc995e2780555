import torch


def stochastic_grad(fs, x, i):
    leaf = x.detach().clone().requires_grad_(True)
    (g,) = torch.autograd.grad(fs[i](leaf), leaf)
    return g
