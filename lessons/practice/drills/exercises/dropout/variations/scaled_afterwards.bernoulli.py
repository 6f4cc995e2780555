import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError(p)
    keep = 1 - p
    return X * torch.bernoulli(torch.full_like(X, keep)) if training else keep * X
