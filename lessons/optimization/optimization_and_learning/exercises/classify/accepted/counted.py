import torch


def classify(H):
    bends = torch.linalg.eigvalsh(H.double())
    zero = 1e-5 * H.abs().max().item()
    up = (bends > zero).sum().item()
    down = (bends < -zero).sum().item()
    if up and down:
        return "saddle"
    if up == len(H):
        return "min"
    if down == len(H):
        return "max"
    return "undecided"
