import numpy as np
import torch


def xavier_uniform(fan_in, fan_out):
    bound = np.sqrt(6.0 / (fan_in + fan_out))
    W = np.random.uniform(-bound, bound, size=(fan_out, fan_in))
    return torch.from_numpy(W.astype(np.float32))
