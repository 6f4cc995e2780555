import math

import torch


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    W = 2 * torch.rand(fan_out, fan_in) - 1
    return W / W.abs().max() * B
