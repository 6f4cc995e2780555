import torch


def classify(H):
    n = len(H)
    if H.abs().max() == 0:
        return "undecided"
    minors = [torch.linalg.det(H[:k, :k]).item() for k in range(1, n + 1)]
    if all(m > 0 for m in minors):
        return "min"
    if all((-1) ** k * m > 0 for k, m in enumerate(minors, start=1)):
        return "max"
    return "saddle"
