import math

from torch import nn


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    layer = nn.Linear(fan_in, fan_out, bias=False)
    layer.weight.data.uniform_(-bound, bound)
    return layer.weight
