import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    zero = 1e-5 * H.max()
    up, down = bends > zero, bends < -zero
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "min"
    if down.all():
        return "max"
    return "undecided"
