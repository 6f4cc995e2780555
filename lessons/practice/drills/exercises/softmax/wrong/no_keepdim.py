import torch


def softmax(X):
    X = X - X.max(dim=1)[0]
    E = torch.exp(X)
    return E / E.sum(dim=1)
