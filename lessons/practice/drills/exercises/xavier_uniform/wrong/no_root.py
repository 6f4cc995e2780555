import torch


def xavier_uniform(fan_in, fan_out):
    bound = 6 / (fan_in + fan_out)
    return torch.empty(fan_out, fan_in).uniform_(-bound, bound)
