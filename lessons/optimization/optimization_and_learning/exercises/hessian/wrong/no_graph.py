import torch


def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    rows = []
    for i in range(len(x)):
        (row,) = torch.autograd.grad(g[i], x)
        rows.append(row)
    return torch.stack(rows)
