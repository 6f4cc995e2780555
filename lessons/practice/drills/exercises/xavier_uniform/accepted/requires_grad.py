import torch


def xavier_uniform(fan_in, fan_out):
    std = torch.sqrt(torch.tensor(2.0 / (fan_in + fan_out)))
    bound = std * 3**0.5
    W = torch.rand(fan_out, fan_in).sub_(0.5).mul_(2 * bound)
    return W.requires_grad_()
