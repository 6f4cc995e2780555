import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        g = gradf(x)
        if isinstance(x, torch.Tensor):
            x = x - eta * g * (g @ g) / (g @ hessf(x) @ g)
        else:
            x = x - eta * g / hessf(x)
        xs.append(x)
    return xs
