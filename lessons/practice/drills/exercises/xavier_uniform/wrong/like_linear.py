from torch import nn


def xavier_uniform(fan_in, fan_out):
    return nn.Linear(fan_in, fan_out).weight.data
