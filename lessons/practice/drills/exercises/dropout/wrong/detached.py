import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    mask = torch.rand(X.shape) > p
    return (mask * X / (1 - p)).detach()
