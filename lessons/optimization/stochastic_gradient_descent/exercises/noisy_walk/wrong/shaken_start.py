import torch


def noisy_walk(slope, x0, eta, scale, steps):
    xs = [x0 + scale * torch.randn_like(x0)]
    for _ in range(steps):
        x = xs[-1]
        noise = scale * torch.randn_like(x)
        xs.append(x - eta * (slope(x) + noise))
    return xs
