import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        H = hessf(x)
        if isinstance(x, torch.Tensor):
            H = torch.diag(H)
        x = x - eta * gradf(x) / H
        xs.append(x)
    return xs
