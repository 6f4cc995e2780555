import torch


def max_stable_eta(H):
    return float(2 / torch.linalg.matrix_norm(H, ord=2))
