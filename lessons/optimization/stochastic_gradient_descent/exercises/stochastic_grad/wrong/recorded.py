import torch


def stochastic_grad(fs, x, i):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(fs[i](x), x, create_graph=True)[0]
