import torch


def stochastic_grad(fs, x, i):
    return torch.func.grad(fs[i])(x)
