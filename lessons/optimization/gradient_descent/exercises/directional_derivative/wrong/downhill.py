import torch


def directional_derivative(f, x, u):
    x = x.detach().clone().requires_grad_()
    f(x).backward()
    return -(x.grad @ u / u.norm()).item()
