import torch


def hessian(f, x):
    z = x if x.requires_grad else x.clone().requires_grad_()
    g = torch.autograd.grad(f(z), z, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x), dtype=x.dtype)
    rows = []
    for i in range(len(x)):
        z.grad = None
        g[i].backward(retain_graph=True)
        rows.append(z.grad)
    z.grad = None
    return torch.stack(rows)
