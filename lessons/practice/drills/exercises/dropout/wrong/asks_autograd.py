import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError(f"p is no probability: {p}")
    if not training or not torch.is_grad_enabled():
        return X
    if p == 1:
        return torch.zeros_like(X)
    mask = torch.rand(X.shape) >= p
    return X * mask / (1 - p)
