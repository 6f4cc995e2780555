import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    zero = 1e-5 * bends.abs().max()
    if (bends.abs() <= zero).any():
        return "undecided"
    if (bends > 0).all():
        return "min"
    if (bends < 0).all():
        return "max"
    return "saddle"
