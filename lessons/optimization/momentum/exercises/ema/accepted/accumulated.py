from itertools import accumulate

import torch


def ema(xs, gamma, y0=0.0):
    rule = lambda y, x: gamma * y + (1 - gamma) * x
    averages = list(accumulate(xs.unbind(0), rule, initial=y0))
    return torch.stack(averages[1:])
