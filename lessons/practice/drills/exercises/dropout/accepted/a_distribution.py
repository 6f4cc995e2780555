import torch
from torch.distributions import Bernoulli


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    mask = Bernoulli(probs=torch.tensor(1.0 - p)).sample(X.shape)
    return X * mask.to(X.dtype) / max(1 - p, 1e-9)
