import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    if (bends > 0).all():
        return "min"
    if (bends < 0).all():
        return "max"
    if (bends > 0).any() and (bends < 0).any():
        return "saddle"
    return "undecided"
