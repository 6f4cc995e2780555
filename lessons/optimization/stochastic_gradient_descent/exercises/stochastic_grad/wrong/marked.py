import torch


def stochastic_grad(fs, x, i):
    x.requires_grad_()
    return torch.autograd.grad(fs[i](x), x)[0]
