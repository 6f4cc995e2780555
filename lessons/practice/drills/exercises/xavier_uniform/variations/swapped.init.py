import math

import torch
from torch import nn


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    return nn.init.uniform_(torch.empty(fan_in, fan_out), -B, B)
