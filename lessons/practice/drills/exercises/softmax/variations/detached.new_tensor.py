import torch


def softmax(X):
    E = torch.exp(X - X.amax(1, keepdim=True))
    return torch.tensor(E / E.sum(1, keepdim=True))
