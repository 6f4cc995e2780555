import torch


def project_ball(x, r):
    length = torch.linalg.vector_norm(x)
    return x / torch.clamp(length / r, min=1.0)
