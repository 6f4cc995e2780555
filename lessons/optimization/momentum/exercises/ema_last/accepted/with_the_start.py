import torch


def ema_last(xs, gamma, y0=0.0):
    """The start as a value before the others, which had all the weight."""
    first = torch.full_like(xs[:1], y0)
    values = torch.cat([first, (1 - gamma) * xs])
    n = len(xs)
    y = 0
    for i in range(n + 1):
        y = y + gamma ** (n - i) * values[i]
    return y
