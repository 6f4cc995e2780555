import torch


def directional_derivative(f, x, u):
    x.requires_grad_()
    x.grad = None
    f(x).backward()
    return (x.grad @ u / u.norm()).item()
