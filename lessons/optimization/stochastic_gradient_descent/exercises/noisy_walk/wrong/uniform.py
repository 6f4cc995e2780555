import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        noise = scale * (2 * torch.rand_like(x) - 1)
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
