import torch


def directional_derivative(f, x, u):
    x = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    return g @ u / u.norm()
