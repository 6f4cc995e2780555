import torch


def max_stable_eta(H):
    return 1 / torch.linalg.eigvalsh(H)[-1].item()
