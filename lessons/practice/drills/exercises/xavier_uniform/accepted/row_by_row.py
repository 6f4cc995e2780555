import math

import torch


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    W = torch.zeros(fan_out, fan_in)
    for row in W:
        row.uniform_(-bound, bound)
    return W
