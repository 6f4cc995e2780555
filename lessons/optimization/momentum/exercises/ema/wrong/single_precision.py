import torch


def ema(xs, gamma, y0=0.0):
    ys = torch.zeros(xs.shape)
    before = y0
    for t, x in enumerate(xs):
        ys[t] = gamma * before + (1 - gamma) * x
        before = ys[t]
    return ys
