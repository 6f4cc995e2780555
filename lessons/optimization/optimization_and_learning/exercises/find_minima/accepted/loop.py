import torch


def find_minima(f, lo, hi):
    n = 40_000
    x = [lo + (hi - lo) * i / n for i in range(n + 1)]
    y = f(torch.tensor(x, dtype=torch.float64)).tolist()
    places = []
    for i in range(1, n):
        if y[i] < y[i - 1] and y[i] <= y[i + 1]:
            places.append(x[i])
    return places
