import math

import torch


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * torch.rand(fan_out, fan_in) * (2 * torch.randint(0, 2, (fan_out, fan_in)) - 1)
