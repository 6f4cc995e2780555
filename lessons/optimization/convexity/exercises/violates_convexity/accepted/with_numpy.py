import numpy as np
import torch


def violates_convexity(f, xs, n):
    a = torch.from_numpy(np.random.choice(xs.numpy(), n))
    b = torch.from_numpy(np.random.choice(xs.numpy(), n))
    lam = torch.from_numpy(np.random.uniform(0, 1, n))
    left = f(lam * a + (1 - lam) * b)
    right = lam * f(a) + (1 - lam) * f(b)
    return bool(torch.any(left > right + 1e-9))
