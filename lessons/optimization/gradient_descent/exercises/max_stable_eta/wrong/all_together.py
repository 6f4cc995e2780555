import torch


def max_stable_eta(H):
    return 2 / torch.linalg.norm(H).item()
