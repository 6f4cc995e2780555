import torch


def newton(gradf, hessf, x0, eta, steps):
    xs = [x0]
    for _ in range(steps):
        x = xs[-1]
        if isinstance(x, torch.Tensor):
            xs.append(x - eta * torch.inverse(hessf(x)) @ gradf(x))
        else:
            xs.append(x - eta * gradf(x) / hessf(x))
    return xs
