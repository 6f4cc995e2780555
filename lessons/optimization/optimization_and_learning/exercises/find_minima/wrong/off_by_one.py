import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 5001, dtype=torch.float64)
    y = f(x)
    lowest = (y[1:-1] < y[:-2]) & (y[1:-1] <= y[2:])
    return x[:-2][lowest].tolist()
