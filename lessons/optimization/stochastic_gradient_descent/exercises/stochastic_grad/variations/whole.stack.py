import torch


def stochastic_grad(fs, x, i):
    leaf = x.detach().clone().requires_grad_()
    losses = torch.stack([f(leaf) for f in fs])
    return torch.autograd.grad(losses.mean(), leaf)[0]
