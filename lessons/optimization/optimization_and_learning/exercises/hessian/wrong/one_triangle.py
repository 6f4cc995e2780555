import torch


def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    n = len(x)
    H = torch.zeros(n, n, dtype=x.dtype)
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not g.requires_grad:
        return H
    for i in range(n):
        (row,) = torch.autograd.grad(g[i], x, retain_graph=True)
        for j in range(i, n):
            H[i, j] = row[j]
    return H
