import torch


def max_stable_eta(H):
    values = torch.linalg.eigvals(H).real
    return min(2 / v.item() for v in values)
