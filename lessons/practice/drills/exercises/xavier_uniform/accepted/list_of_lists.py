import random
from math import sqrt

import torch


def xavier_uniform(fan_in, fan_out):
    b = sqrt(6 / (fan_in + fan_out))
    return torch.tensor([[random.uniform(-b, b) for _ in range(fan_in)] for _ in range(fan_out)])
