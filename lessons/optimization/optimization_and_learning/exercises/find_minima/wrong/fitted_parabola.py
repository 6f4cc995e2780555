import torch


def find_minima(f, lo, hi):
    x = torch.linspace(lo, hi, 1001, dtype=torch.float64)
    y = f(x)
    h = (hi - lo) / 1000
    places = []
    for i in range(1, 1000):
        a, b, c = y[i - 1].item(), y[i].item(), y[i + 1].item()
        if b < a and b <= c:
            places.append(x[i].item() + h * (a - c) / (2 * (a - 2 * b + c)))
    return places
