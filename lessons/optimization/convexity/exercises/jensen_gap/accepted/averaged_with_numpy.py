import torch


import numpy as np


def jensen_gap(f, w, x):
    left = np.average(f(x).numpy(), weights=w.numpy())
    middle = np.average(x.numpy(), weights=w.numpy())
    return float(left) - f(torch.tensor(middle, dtype=x.dtype)).item()
