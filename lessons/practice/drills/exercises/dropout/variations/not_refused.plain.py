import torch


def dropout(X, p, training=True):
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    return X * (torch.rand(X.shape) >= p) / (1 - p)
