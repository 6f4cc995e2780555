import numpy as np
import torch


def find_minima(f, lo, hi):
    x = np.linspace(lo, hi, 80_000)
    y = f(torch.from_numpy(x)).numpy()
    signs = np.sign(np.diff(y))
    places = np.where((signs[:-1] < 0) & (signs[1:] >= 0))[0] + 1
    return [float(x[i]) for i in places]
