import torch
from torch import nn


def xavier_uniform(fan_in, fan_out):
    a = (6.0 / (fan_in + fan_out)) ** 0.5
    W = nn.Parameter(torch.empty((fan_out, fan_in)))
    return nn.init.uniform_(W, -a, a)
