import math

import torch


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    return (1 - 2 * torch.rand(fan_in, fan_out)).mul(bound).T
