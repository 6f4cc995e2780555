import torch


def violates_convexity(f, xs, n):
    a = xs[torch.randint(0, xs.numel(), (n,))]
    b = xs[torch.randint(0, xs.numel(), (n,))]
    t = torch.rand_like(a)
    gap = torch.lerp(f(a), f(b), t) - f(torch.lerp(a, b, t))
    return gap.min().item() < -1e-9
