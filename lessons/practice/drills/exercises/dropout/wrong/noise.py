import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    std = (p / (1 - p)) ** 0.5
    return X * (1 + std * torch.randn_like(X))
