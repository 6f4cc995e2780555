import math

import torch


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    g = torch.Generator().manual_seed(fan_in * 1000 + fan_out)
    return torch.empty(fan_out, fan_in).uniform_(-B, B, generator=g)
