import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        noise = torch.randn_like(x)
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
