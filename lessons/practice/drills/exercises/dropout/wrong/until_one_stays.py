import torch


def dropout(X, p, training=True):
    assert 0 <= p <= 1
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    mask = torch.rand(X.shape) >= p
    while not mask.any():
        mask = torch.rand(X.shape) >= p
    return X * mask / (1 - p)
