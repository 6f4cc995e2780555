import math

import torch


def bias_correction(v, beta, t):
    if beta == 0:
        return v.clone()
    share = -math.expm1(t * math.log(beta))
    return torch.divide(v, share)
