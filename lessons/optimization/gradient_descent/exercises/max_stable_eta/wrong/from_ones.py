import torch


def max_stable_eta(H):
    v = torch.ones(len(H), dtype=H.dtype)
    for _ in range(1000):
        v = H @ v
        v = v / v.norm()
    return 2 / (v @ H @ v).item()
