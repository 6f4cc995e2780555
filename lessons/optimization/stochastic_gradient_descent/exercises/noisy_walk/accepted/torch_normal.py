import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        noise = torch.normal(0.0, scale, x.shape, dtype=x.dtype)
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
