import torch


def ema(xs, gamma, y0=0.0):
    y, ys = 0.0, []
    for x in xs:
        y = gamma * y + (1 - gamma) * x
        ys.append(y)
    return torch.stack(ys)
