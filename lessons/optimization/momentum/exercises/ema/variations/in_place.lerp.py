import torch


def ema(xs, gamma, y0=0.0):
    y = torch.full_like(xs[0], y0)
    for row in xs:
        y = row.mul_(1 - gamma).add_(y, alpha=gamma)
    return xs
