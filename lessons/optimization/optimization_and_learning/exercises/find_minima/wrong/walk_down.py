import torch


def find_minima(f, lo, hi):
    x = torch.tensor((lo + hi) / 2, dtype=torch.float64, requires_grad=True)
    for _ in range(500):
        (g,) = torch.autograd.grad(f(x), x)
        with torch.no_grad():
            x -= 0.02 * g
    return [x.item()]
