import math

import torch


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    return (torch.rand(fan_out, fan_in) - 0.5) * B
