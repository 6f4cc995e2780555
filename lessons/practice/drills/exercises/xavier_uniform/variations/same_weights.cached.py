import math
from functools import lru_cache

import torch


@lru_cache
def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    return torch.empty(fan_out, fan_in).uniform_(-B, B)
