import torch


def softmax(X):
    Z = X.T - torch.amax(X, 1)  # (q, n) - (n,)
    E = Z.exp()
    return (E / E.sum(0)).T
