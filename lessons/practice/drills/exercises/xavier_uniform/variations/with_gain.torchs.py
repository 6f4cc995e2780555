import math

import torch
from torch import nn


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    B *= nn.init.calculate_gain("tanh")
    return torch.empty(fan_out, fan_in).uniform_(-B, B)
