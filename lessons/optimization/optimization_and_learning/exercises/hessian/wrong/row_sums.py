import torch


def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    (H,) = torch.autograd.grad(g.sum(), x)
    return H
