import torch


def directional_derivative(f, x, u):
    t = torch.zeros((), dtype=x.dtype, requires_grad=True)
    f(x.detach() + t * u / u.norm()).backward()
    return t.grad.item()
