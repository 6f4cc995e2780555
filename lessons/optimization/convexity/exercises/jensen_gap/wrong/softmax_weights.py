import torch


def jensen_gap(f, w, x):
    a = torch.softmax(w, dim=0)
    return ((a * f(x)).sum() - f((a * x).sum())).item()
