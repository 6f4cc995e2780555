import numpy as np
import torch


def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    rng = np.random.default_rng(np.random.randint(2**31))
    for _ in range(steps):
        noise = torch.from_numpy(rng.normal(0, scale, tuple(x.shape))).to(x.dtype)
        x = x - eta * (slope(x) + noise)
        xs.append(x)
    return xs
