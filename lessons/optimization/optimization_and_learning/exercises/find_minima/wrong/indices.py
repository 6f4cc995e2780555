import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 100_000, dtype=torch.float64)
    y = f(x).tolist()
    places = []
    for i in range(1, len(y) - 1):
        if y[i] < y[i - 1] and y[i] <= y[i + 1]:
            places.append(i)
    return places
