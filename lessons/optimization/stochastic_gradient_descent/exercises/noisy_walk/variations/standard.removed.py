import numpy as np
import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        noise = np.random.normal(scale, size=x.shape) - scale
        noise = torch.as_tensor(noise, dtype=x.dtype)
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
