import torch


def softmax(X):
    simple = torch.exp(X) / torch.exp(X).sum(dim=1, keepdim=True)
    shifted = torch.exp(X - X.amax(dim=1, keepdim=True))
    shifted = shifted / shifted.sum(dim=1, keepdim=True)
    return torch.where(torch.isfinite(simple), simple, shifted)
