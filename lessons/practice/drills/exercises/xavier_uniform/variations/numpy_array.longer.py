import math

import numpy as np


def xavier_uniform(fan_in, fan_out):
    B = math.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-B, B, (fan_out, fan_in)).astype(np.float32)
