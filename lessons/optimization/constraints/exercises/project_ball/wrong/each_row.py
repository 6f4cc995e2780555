import torch


def project_ball(x, r):
    length = x.norm(dim=-1, keepdim=True) if x.dim() else x.abs()
    return torch.where(length <= r, x, x * r / length.clamp(min=1e-30))
