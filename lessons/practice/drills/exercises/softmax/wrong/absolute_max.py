import torch


def softmax(X):
    E = torch.exp(X - X.abs().max(dim=1, keepdim=True).values)
    return E / E.sum(dim=1, keepdim=True)
