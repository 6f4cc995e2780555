import torch


def dropout(X, p, training=True):
    assert 0 <= p <= 1
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    mask = (torch.rand(X.shape) > p).float()
    return mask * X / (1.0 - p)
