import torch


def softmax(X):
    return torch.exp(X) / torch.exp(X).sum(dim=0)
