import torch


def ema(xs, gamma, y0=0.0):
    y = torch.full_like(xs[0], y0)
    out = []
    for x in xs:
        y = y + (1 - gamma) * (x - y)
        out.append(y)
    return torch.stack(out)
