import torch


def softmax(X):
    X.data -= X.data.max(dim=1, keepdim=True).values
    E = torch.exp(X)
    return E / E.sum(dim=1, keepdim=True)
