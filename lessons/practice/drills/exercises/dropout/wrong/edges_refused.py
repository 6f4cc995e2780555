import torch


def dropout(X, p, training=True):
    if not 0 < p < 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return X
    mask = torch.rand(X.shape) >= p
    return mask * X / (1 - p)
