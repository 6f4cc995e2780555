import torch


def max_stable_eta(H):
    eye = torch.eye(len(H), dtype=torch.float64)
    low, high = 0.0, 1.0
    for _ in range(60):
        eta = (low + high) / 2
        factors = torch.linalg.eigvalsh(eye - eta * H.double())
        if factors.abs().max() < 1:
            low = eta
        else:
            high = eta
    return low
