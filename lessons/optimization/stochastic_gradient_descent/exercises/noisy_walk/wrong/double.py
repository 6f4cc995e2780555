import numpy as np
import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        noise = torch.from_numpy(np.random.normal(0, scale, size=x.shape))
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
