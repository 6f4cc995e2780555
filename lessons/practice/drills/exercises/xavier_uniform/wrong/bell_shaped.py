import math

import torch


def xavier_uniform(fan_in, fan_out):
    std = math.sqrt(2 / (fan_in + fan_out))
    return torch.randn(fan_out, fan_in) * std
