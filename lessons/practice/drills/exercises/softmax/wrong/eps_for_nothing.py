import torch


def softmax(X):
    E = torch.exp(X)
    return E / (E.sum(dim=1, keepdim=True) + 1e-8)
