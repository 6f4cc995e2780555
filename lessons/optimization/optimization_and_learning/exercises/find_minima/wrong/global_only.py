import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 100_000, dtype=torch.float64)
    return [x[f(x).argmin()].item()]
