import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    zero = 1e-5 * bends.abs().max()
    if bends[0] < -zero and bends[-1] > zero:
        return "saddle"
    if bends[0] > zero:
        return "min"
    if bends[-1] < -zero:
        return "max"
    return "undecided"
