import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    zero = 1e-5 * bends.abs().max()
    if (bends > zero).all():
        return "min"
    if (bends < -zero).all():
        return "max"
    return "saddle"
