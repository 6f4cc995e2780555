import torch


def softmax(X):
    E = torch.exp(X.amax(dim=1, keepdim=True) - X)
    return E / E.sum(dim=1, keepdim=True)
