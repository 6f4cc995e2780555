import torch


def ema(xs, gamma, y0=0.0):
    ys = []
    for t in range(1, len(xs) + 1):
        total = 0
        for i in range(t):
            total = total + gamma**i * xs[i]
        ys.append((1 - gamma) * total + gamma**t * y0)
    return torch.stack(ys)
