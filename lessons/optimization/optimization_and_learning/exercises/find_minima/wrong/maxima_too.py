import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 100_000, dtype=torch.float64)
    slope = torch.diff(f(x))
    turns = slope[:-1] * slope[1:] < 0
    return x[1:-1][turns].tolist()
