import torch


def ema(xs, gamma, y0=0.0):
    y, ys = y0, []
    for t, x in enumerate(xs, start=1):
        y = gamma * y + (1 - gamma) * x
        ys.append(y / (1 - gamma**t) if gamma < 1 else y)
    return torch.stack(ys)
