import torch


def dropout(X, p, training=True):
    assert 0 <= p <= 1
    if not training:
        return X
    return X * (torch.rand(X.shape) >= p) / (1 - p)
