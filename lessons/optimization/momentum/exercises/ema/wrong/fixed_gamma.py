import torch


def ema(xs, gamma=0.9, y0=0.0):
    gamma = 0.9
    y, ys = y0, []
    for x in xs:
        y = gamma * y + (1 - gamma) * x
        ys.append(y)
    return torch.stack(ys)
