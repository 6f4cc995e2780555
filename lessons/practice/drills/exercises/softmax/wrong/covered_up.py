import torch


def softmax(X):
    E = torch.exp(X)
    P = E / E.sum(dim=1, keepdim=True)
    return torch.nan_to_num(P, nan=1.0)
