import torch


def project_ball(x, r):
    length = x.norm()
    return x / length * torch.clamp(length, max=r)
