import numpy as np
import torch

rng = np.random.default_rng()


def xavier_uniform(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return torch.tensor(rng.uniform(-limit, limit, (fan_out, fan_in)), dtype=torch.float32)
