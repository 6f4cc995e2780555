import math

import torch


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    return torch.rand(fan_out, fan_in) * bound
