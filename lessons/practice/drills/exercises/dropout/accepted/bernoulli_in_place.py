import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    keep = torch.empty_like(X, requires_grad=False).bernoulli_(1 - p)
    keep /= 1 - p
    return keep * X
