import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError
    if p == 1:
        return torch.zeros_like(X)
    return X * (torch.rand(X.shape) >= p) / (1 - p)
