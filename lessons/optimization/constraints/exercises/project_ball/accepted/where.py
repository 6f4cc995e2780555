import torch


def project_ball(x, r):
    square = x.pow(2).sum()
    return torch.where(square > r * r, x * (r * square.rsqrt()), x)
