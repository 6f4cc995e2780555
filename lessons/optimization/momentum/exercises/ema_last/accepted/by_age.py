import torch


def ema_last(xs, gamma, y0=0.0):
    total = torch.zeros_like(xs[0])
    for age, x in enumerate(xs.flip(0)):
        total += (1 - gamma) * gamma**age * x
    return total + gamma ** len(xs) * y0
