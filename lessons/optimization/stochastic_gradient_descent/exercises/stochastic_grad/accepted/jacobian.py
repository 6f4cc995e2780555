import torch


def stochastic_grad(fs, x, i):
    return torch.autograd.functional.jacobian(fs[i], x)
