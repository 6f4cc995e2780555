import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.empty_like(xs)
    v = torch.full_like(xs[0], y0)
    for t in range(len(xs)):
        v = v * gamma + xs[t]
        ys[t] = v
    return ys
