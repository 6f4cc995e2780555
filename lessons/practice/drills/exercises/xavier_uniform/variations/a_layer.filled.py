from torch import nn


def xavier_uniform(fan_in, fan_out):
    layer = nn.Linear(fan_in, fan_out, bias=False)
    a = (6 / (fan_in + fan_out)) ** 0.5
    layer.weight.data.uniform_(-a, a)
    return layer
