import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H)
    zero = 1e-5 * bends.abs().max()
    if bends[0] < -zero and bends[-1] > zero:
        return "saddle"
    if bends[0] > zero:
        return "max"
    if bends[-1] < -zero:
        return "min"
    return "undecided"
