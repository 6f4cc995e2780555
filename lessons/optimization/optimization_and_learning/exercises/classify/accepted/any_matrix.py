import torch


def classify(H):
    size = torch.linalg.norm(H)
    if size == 0:
        return "undecided"
    bends = torch.linalg.eigvals(H / size).real
    up, down = bends > 3e-5, bends < -3e-5
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "min"
    if down.all():
        return "max"
    return "undecided"
