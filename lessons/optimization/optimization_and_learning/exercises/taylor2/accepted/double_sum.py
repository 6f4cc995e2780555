import torch


def taylor2(f, x0, d):
    n = len(x0)
    x = x0.clone().requires_grad_()
    y = f(x)
    g = torch.autograd.grad(y, x, create_graph=True)[0]
    total = y.detach().clone()
    for i in range(n):
        total += g[i].detach() * d[i]
        row = torch.autograd.grad(g[i], x, retain_graph=True)[0]
        for j in range(n):
            total += 0.5 * row[j] * d[i] * d[j]
    return total
