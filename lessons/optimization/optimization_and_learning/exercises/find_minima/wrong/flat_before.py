import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 100_000, dtype=torch.float64, requires_grad=True)
    (g,) = torch.autograd.grad(f(x).sum(), x)
    x = x.detach()
    return x[:-1][(g[:-1] <= 0) & (g[1:] > 0)].tolist()
