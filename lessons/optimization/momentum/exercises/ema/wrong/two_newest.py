import torch


def ema(xs, gamma, y0=0.0):
    before, ys = y0, []
    for x in xs:
        ys.append(gamma * before + (1 - gamma) * x)
        before = x
    return torch.stack(ys)
