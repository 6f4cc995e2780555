import torch


def ema(xs, gamma, y0=0.0):
    y, ys = y0, []
    for x in xs.flatten():
        y = gamma * y + (1 - gamma) * x
        ys.append(y)
    return torch.stack(ys).reshape(xs.shape)
