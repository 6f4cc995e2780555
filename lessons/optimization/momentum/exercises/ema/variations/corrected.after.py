import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.empty_like(xs)
    y = y0
    for t in range(len(xs)):
        y = gamma * y + (1 - gamma) * xs[t]
        bias = 1 - gamma ** (t + 1)
        ys[t] = y / bias if bias else y
    return ys
