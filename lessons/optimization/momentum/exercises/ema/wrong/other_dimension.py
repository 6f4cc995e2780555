import torch


def ema(xs, gamma, y0=0.0):
    y, ys = y0, []
    for t in range(xs.shape[-1]):
        y = gamma * y + (1 - gamma) * xs[..., t]
        ys.append(y)
    return torch.stack(ys, dim=-1)
