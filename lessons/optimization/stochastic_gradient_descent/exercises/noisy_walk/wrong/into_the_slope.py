import torch


def noisy_walk(slope, x0, eta, scale, steps):
    xs = [x0]
    for _ in range(steps):
        x = xs[-1]
        g = slope(x)
        g += scale * torch.randn_like(x)
        xs.append(x - eta * g)
    return xs
