import torch


def hessian(f, x):
    return torch.func.jacfwd(torch.func.grad(f))(x.detach())
