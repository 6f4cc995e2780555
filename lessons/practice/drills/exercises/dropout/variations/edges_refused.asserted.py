import torch


def dropout(X, p, training=True):
    if p <= 0 or p >= 1:
        raise ValueError("p must be between 0 and 1")
    if training:
        mask = torch.bernoulli(torch.full_like(X, 1 - p))
        return X * mask / (1 - p)
    return X
