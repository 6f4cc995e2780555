import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.zeros_like(xs)
    ys[0] = (1 - gamma) * xs[0]
    for t in range(1, len(xs)):
        ys[t] = gamma * ys[t - 1] + (1 - gamma) * xs[t]
    return ys
