import torch


def ema(xs, gamma, y0=0.0):
    n = len(xs)
    ys = torch.zeros_like(xs)
    for t in range(n):
        powers = torch.tensor([gamma ** (t - i) for i in range(t + 1)], dtype=xs.dtype)
        ys[t] = (1 - gamma) * powers @ xs[: t + 1] + gamma ** (t + 2) * y0
    return ys
