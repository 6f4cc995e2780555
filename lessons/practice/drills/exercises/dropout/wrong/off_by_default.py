import torch


def dropout(X, p, training=False):
    if not 0 <= p <= 1:
        raise ValueError(p)
    if not training:
        return X
    if p == 1:
        return X * 0
    return X * (torch.rand(X.shape) >= p) / (1 - p)
