import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 51, dtype=torch.float64)
    y = f(x)
    places = []
    for i in range(1, 50):
        if y[i] < y[i - 1] and y[i] <= y[i + 1]:
            a, b = x[i - 1], x[i + 1]
            while b - a > 1e-6:
                near = torch.linspace(a, b, 51, dtype=torch.float64)
                k = int(f(near).argmin())
                a, b = near[max(k - 1, 0)], near[min(k + 1, 50)]
            places.append(float((a + b) / 2))
    return places
