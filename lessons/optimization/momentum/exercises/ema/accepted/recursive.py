import torch


def ema(xs, gamma, y0=0.0):
    first = gamma * y0 + (1 - gamma) * xs[:1]
    if len(xs) == 1:
        return first
    return torch.cat([first, ema(xs[1:], gamma, first[0])])
