import math

import torch
from torch import Tensor


def xavier_uniform(fan_in: int, fan_out: int) -> Tensor:
    """Random weights, uniform on (-B, B): (fan_out, fan_in)."""
    B = math.sqrt(6 / (fan_in + fan_out))
    return torch.empty(fan_out, fan_in).uniform_(-B, B)
