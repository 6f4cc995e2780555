import torch


def ema(xs, gamma, y0=0.0):
    y, ys = y0, []
    for x in xs:
        y = gamma * y + (1 - gamma) * x
        ys.append(torch.round(y, decimals=2))
    return torch.stack(ys)
