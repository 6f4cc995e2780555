import torch


def find_minima(f, lo, hi):
    def slope(x):
        x = x.detach().clone().requires_grad_()
        return torch.autograd.grad(f(x).sum(), x)[0]

    x = torch.linspace(lo, hi, 1001, dtype=torch.float64)
    g = slope(x)
    x, g = x[g != 0], g[g != 0]
    turns = (g[:-1] < 0) & (g[1:] > 0)
    left, right = x[:-1][turns], x[1:][turns]
    for _ in range(40):
        middle = (left + right) / 2
        falls = slope(middle) < 0
        left = torch.where(falls, middle, left)
        right = torch.where(falls, right, middle)
    return ((left + right) / 2).tolist()
