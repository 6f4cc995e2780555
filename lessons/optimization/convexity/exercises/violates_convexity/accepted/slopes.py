import torch


def violates_convexity(f, xs, n):
    pick = xs[torch.randint(len(xs), (n, 2))]
    a, b = pick.min(dim=1).values, pick.max(dim=1).values
    x = a + torch.rand(n, dtype=xs.dtype) * (b - a)
    width = torch.where(b > a, b - a, 1.0)
    above = f(x) - (f(a) * (b - x) + f(b) * (x - a)) / width
    return bool((above[b > a] > 1e-9).any())
