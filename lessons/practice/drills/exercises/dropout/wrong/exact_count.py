import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    drop = torch.randperm(X.numel())[: round(p * X.numel())]
    mask = torch.ones(X.numel())
    mask[drop] = 0
    return mask.reshape(X.shape).to(X.dtype) * X / (1 - p)
