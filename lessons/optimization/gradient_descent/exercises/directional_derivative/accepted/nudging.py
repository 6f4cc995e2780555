import torch


def directional_derivative(f, x, u):
    h = 1e-5
    with torch.no_grad():
        step = h * u / torch.sqrt((u**2).sum())
        return float((f(x + step) - f(x - step)) / (2 * h))
