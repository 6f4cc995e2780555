import torch


def dropout(X, p, training=True):
    if not (0.0 <= p <= 1.0):
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if training and p > 0:
        drop = torch.rand_like(X) < p
        return torch.where(drop, torch.zeros_like(X), X / (1 - p))
    return X.clone()
