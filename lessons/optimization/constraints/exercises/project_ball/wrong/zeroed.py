import torch


def project_ball(x, r):
    if x.norm() <= r:
        return x.clone()
    return torch.zeros_like(x)
