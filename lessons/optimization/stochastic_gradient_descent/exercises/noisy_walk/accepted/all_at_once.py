import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    noise = scale * torch.randn(steps, *x0.shape, dtype=x0.dtype)
    for _ in range(steps):
        x = x - eta * (slope(x) + noise[len(xs) - 1])
        xs.append(x)
    return xs
