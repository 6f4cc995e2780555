import torch


def directional_derivative(f, x, u):
    h = 1e-5
    step = h * u / u.norm()
    with torch.no_grad():
        x += step
        up = f(x)
        x -= 2 * step
        down = f(x)
        x += step
    return ((up - down) / (2 * h)).item()
