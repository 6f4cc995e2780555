import torch


def ema_last(xs, gamma, y0=0.0):
    n = len(xs)
    y = torch.zeros_like(xs[0]) + gamma**n * y0
    for x, i in zip(xs[1:], range(1, n)):
        y += (1 - gamma) * gamma ** (n - 1 - i) * x
    return y
