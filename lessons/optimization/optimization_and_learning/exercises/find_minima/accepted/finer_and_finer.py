import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 2001, dtype=torch.float64)
    y = f(x)
    found = []
    for i in range(1, 2000):
        if y[i] < y[i - 1] and y[i] <= y[i + 1]:
            close = torch.linspace(x[i - 1], x[i + 1], 2001, dtype=torch.float64)
            found.append(float(close[f(close).argmin()]))
    return sorted(found)
