import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    keep = torch.ones(X.numel(), dtype=X.dtype)
    keep[torch.randperm(X.numel())[: int(p * X.numel())]] = 0
    return X * keep.reshape(X.shape) / (1 - p)
