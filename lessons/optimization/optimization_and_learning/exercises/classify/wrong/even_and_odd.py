import torch


def classify(H):
    n = len(H)
    zero = 1e-5 * H.abs().max() ** n
    if torch.linalg.det(H).abs() <= zero:
        return "undecided"
    if torch.linalg.det(H) > 0 and H[0, 0] > 0:
        return "min"
    if torch.linalg.det(-H) > 0 and H[0, 0] < 0:
        return "max"
    return "saddle"
