import torch


def dropout(X, p, training=True):
    assert 0 <= p <= 1
    if not training:
        return X * (1 - p)
    mask = torch.rand(X.shape) >= p
    return mask * X
