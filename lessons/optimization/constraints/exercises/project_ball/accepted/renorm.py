import torch


def project_ball(x, r):
    return torch.renorm(x.reshape(1, -1), 2, 0, r).reshape(x.shape)
