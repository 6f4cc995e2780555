import random

import torch


def noisy_walk(slope, x0, eta, scale, steps):
    xs = [x0]
    for _ in range(steps):
        noise = [random.gauss(0, scale) for _ in range(x0.numel())]
        noise = torch.tensor(noise, dtype=x0.dtype).reshape(x0.shape)
        xs.append(xs[-1] - eta * slope(xs[-1]) - eta * noise)
    return xs
