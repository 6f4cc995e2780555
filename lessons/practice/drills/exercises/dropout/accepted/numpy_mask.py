import numpy as np
import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError(p)
    if not training or p == 0:
        return X
    if p == 1:
        return 0 * X
    mask = np.random.binomial(1, 1 - p, size=tuple(X.shape))
    return X * torch.tensor(mask, dtype=X.dtype) / (1 - p)
