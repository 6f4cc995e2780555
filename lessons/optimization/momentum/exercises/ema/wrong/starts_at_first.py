import torch


def ema(xs, gamma, y0=0.0):
    y = xs[0]
    ys = [y]
    for x in xs[1:]:
        y = gamma * y + (1 - gamma) * x
        ys.append(y)
    return torch.stack(ys)
