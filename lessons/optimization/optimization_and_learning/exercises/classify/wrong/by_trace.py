import torch


def classify(H):
    det = torch.linalg.det(H)
    zero = 1e-5 * H.abs().max() ** len(H)
    if det > zero and H.trace() > 0:
        return "min"
    if det > zero and H.trace() < 0:
        return "max"
    if det < -zero:
        return "saddle"
    return "undecided"
