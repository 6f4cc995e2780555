import torch


def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not g.requires_grad:
        return torch.zeros(len(x), len(x), dtype=x.dtype)
    rows = []
    for i in range(len(x)):
        (row,) = torch.autograd.grad(g[i], x, create_graph=True)
        rows.append(row)
    return torch.stack(rows)
