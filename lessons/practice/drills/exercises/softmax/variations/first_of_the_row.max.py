import torch


def softmax(X):
    E = torch.exp(X - X[:, :1])
    return E / E.sum(1, keepdim=True)
