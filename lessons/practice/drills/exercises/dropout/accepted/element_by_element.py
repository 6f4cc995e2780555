import random

import torch


def dropout(X, p, training=True):
    if p < 0 or p > 1:
        raise ValueError("no probability")
    if not training:
        return X
    Y = []
    for x in X.reshape(-1):
        Y.append(x * 0 if random.random() < p else x / (1 - p))
    return torch.stack(Y).reshape(X.shape)
