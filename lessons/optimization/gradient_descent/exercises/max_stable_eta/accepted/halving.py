import torch


def max_stable_eta(H):
    # 2 I - eta H has no negative bend up to the limit
    eye = torch.eye(len(H), dtype=torch.float64)
    low, high = 0.0, 2 / H.diagonal().max().item()
    for _ in range(60):
        eta = (low + high) / 2
        if torch.linalg.cholesky_ex(2 * eye - eta * H.double()).info == 0:
            low = eta
        else:
            high = eta
    return low
