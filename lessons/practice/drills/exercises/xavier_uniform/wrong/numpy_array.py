import numpy as np


def xavier_uniform(fan_in, fan_out):
    bound = np.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-bound, bound, (fan_out, fan_in)).astype(np.float32)
