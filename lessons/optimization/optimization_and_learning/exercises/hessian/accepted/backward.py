import torch


def hessian(f, x):
    x = x.detach().clone()
    x.requires_grad = True
    n = x.shape[0]
    H = torch.zeros(n, n, dtype=x.dtype)
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if g.grad_fn is None:
        return H
    for i in range(n):
        x.grad = None
        g[i].backward(retain_graph=True)
        H[i] = x.grad
    return H
