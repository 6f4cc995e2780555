import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    u = torch.rand(X.shape)
    k = int(p * X.numel())
    cut = u.flatten().sort().values[k - 1] if k else -1.0
    return X * (u > cut) / (1 - p)
