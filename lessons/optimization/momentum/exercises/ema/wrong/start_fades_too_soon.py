import torch


def ema(xs, gamma, y0=0.0):
    ys = []
    for t in range(1, len(xs) + 1):
        total = 0
        for i in range(1, t + 1):
            total = total + gamma ** (t - i) * xs[i - 1]
        ys.append((1 - gamma) * total + gamma ** (t + 1) * y0)
    return torch.stack(ys)
