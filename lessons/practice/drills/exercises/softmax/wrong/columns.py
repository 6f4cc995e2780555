import torch


def softmax(X):
    X = X - X.max(dim=0, keepdim=True).values
    E = torch.exp(X)
    return E / E.sum(dim=0, keepdim=True)
