import torch
from torch import nn


def xavier_uniform(fan_in, fan_out):
    return nn.init.kaiming_uniform_(torch.empty(fan_out, fan_in), mode="fan_out")
