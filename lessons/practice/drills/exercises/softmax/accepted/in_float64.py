import torch


def softmax(X):
    Z = X.to(torch.float64)
    E = torch.exp(Z - Z.max(1, keepdim=True)[0].detach())
    return (E / E.sum(1, keepdim=True)).to(X.dtype)
