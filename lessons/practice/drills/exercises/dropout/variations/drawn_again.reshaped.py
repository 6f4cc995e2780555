import torch


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)
    Y = X / (1 - p)
    Y = Y.reshape(-1).clone()
    Y[torch.randint(0, X.numel(), (int(p * X.numel()),))] = 0
    return Y.reshape(X.shape)
