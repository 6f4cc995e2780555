import numpy as np
import torch


def xavier_uniform(fan_in, fan_out):
    bound = np.sqrt(6 / (fan_in + fan_out))
    return torch.tensor(np.random.uniform(-bound, bound, (fan_out, fan_in)))
