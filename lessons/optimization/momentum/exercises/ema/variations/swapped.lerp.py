import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.empty_like(xs)
    y = torch.full_like(xs[0], y0)
    for t in range(len(xs)):
        y = torch.lerp(y, xs[t], gamma)
        ys[t] = y
    return ys
