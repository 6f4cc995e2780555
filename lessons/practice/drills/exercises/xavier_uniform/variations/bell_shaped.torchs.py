import torch
from torch import nn


def xavier_uniform(fan_in, fan_out):
    return nn.init.xavier_normal_(torch.empty(fan_out, fan_in))
