import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.empty(len(xs) + 1, *xs.shape[1:], dtype=xs.dtype)
    ys[0] = y0
    for t in range(len(xs)):
        ys[t + 1] = gamma * ys[t] + (1 - gamma) * xs[t]
    return ys
