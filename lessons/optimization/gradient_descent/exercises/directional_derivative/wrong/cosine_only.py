import torch


def directional_derivative(f, x, u):
    x = x.detach().clone().requires_grad_()
    f(x).backward()
    g = x.grad
    return (g @ u / (g.norm() * u.norm())).item()
