import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    u = torch.rand(X.shape)
    return X * (u >= torch.quantile(u, p)) / (1 - p)
