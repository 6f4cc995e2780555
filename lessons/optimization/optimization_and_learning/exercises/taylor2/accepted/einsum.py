import torch


def taylor2(f, x0, d):
    g = torch.func.grad(f)(x0)
    H = torch.func.hessian(f)(x0)
    form = torch.einsum("i,ij,j->", d, H, d)
    return f(x0) + (g * d).sum() + form.mul(0.5)
