import torch


def ema(xs, gamma, y0=0.0):
    ys = [torch.full_like(xs[0], y0)]
    for x in xs:
        ys.append(gamma * ys[-1] + (1 - gamma) * x)
    return torch.stack(ys)
