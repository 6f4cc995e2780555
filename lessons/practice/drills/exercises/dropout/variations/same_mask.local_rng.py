import numpy as np
import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    rng = np.random.default_rng(0)
    return X * torch.tensor(rng.random(tuple(X.shape)) >= p) / (1 - p)
