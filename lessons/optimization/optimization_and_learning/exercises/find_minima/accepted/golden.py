import math

import torch


def find_minima(f, lo, hi):
    def height(x):
        return f(torch.tensor(x, dtype=torch.float64)).item()

    n = 1000
    xs = [lo + (hi - lo) * i / n for i in range(n + 1)]
    ys = [height(x) for x in xs]
    part = (math.sqrt(5) - 1) / 2
    places = []
    for i in range(1, n):
        if ys[i - 1] > ys[i] and ys[i] <= ys[i + 1]:
            a, b = xs[i - 1], xs[i + 1]
            while b - a > 1e-6:
                c, d = b - part * (b - a), a + part * (b - a)
                if height(c) < height(d):
                    b = d
                else:
                    a = c
            places.append((a + b) / 2)
    return places
