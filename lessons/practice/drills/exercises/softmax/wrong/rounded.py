import torch


def softmax(X):
    E = torch.exp(X - X.amax(dim=1, keepdim=True))
    P = E / E.sum(dim=1, keepdim=True)
    return torch.round(P, decimals=4)
