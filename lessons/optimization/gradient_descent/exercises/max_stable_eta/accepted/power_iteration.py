import torch


def max_stable_eta(H):
    v = torch.arange(1.0, len(H) + 1, dtype=H.dtype)
    for _ in range(500):
        v = H @ v
        v = v / v.norm()
    return 2 / (v @ H @ v).item()
