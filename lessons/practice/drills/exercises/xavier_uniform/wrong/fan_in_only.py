import math

import torch


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / fan_in)
    return torch.empty(fan_out, fan_in).uniform_(-bound, bound)
