import torch


def noisy_walk(slope, x0, eta, scale, steps):
    xs = [x0]
    for _ in range(steps):
        x = xs[-1]
        noise = scale * torch.randn_like(x)
        noise = noise.clamp(-2 * scale, 2 * scale)
        xs.append(x - eta * (slope(x) + noise))
    return xs
