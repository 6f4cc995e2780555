import torch

dice = torch.Generator()
dice.seed()


def dropout(X, p, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p has to be a probability")
    if not training or X.numel() == 0:
        return X
    kept = (torch.rand(X.shape, generator=dice) >= p).nonzero(as_tuple=True)
    Y = torch.zeros_like(X)
    if p < 1:
        Y[kept] = X[kept] / (1 - p)
    return Y
