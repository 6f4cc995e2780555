import torch


def softmax(X):
    X.sub_(X.max(dim=1, keepdim=True).values)
    E = torch.exp(X)
    return E / E.sum(dim=1, keepdim=True)
