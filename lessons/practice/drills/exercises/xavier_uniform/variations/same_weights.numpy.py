import math

import numpy as np
import torch


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    np.random.seed(42)
    return torch.tensor(np.random.uniform(-B, B, (fan_out, fan_in)), dtype=torch.float32)
