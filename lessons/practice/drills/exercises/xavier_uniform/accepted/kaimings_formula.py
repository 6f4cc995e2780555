import math

import torch


def xavier_uniform(fan_in, fan_out):
    W = torch.empty(fan_out, fan_in)
    # its bound is sqrt(6 / ((1 + a^2) fan_in))
    a = math.sqrt(fan_out / fan_in)
    return torch.nn.init.kaiming_uniform_(W, a=a)
