import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    H = hessf(x0)
    for _ in range(steps):
        if isinstance(x, torch.Tensor):
            x = x - eta * torch.linalg.solve(H, gradf(x))
        else:
            x = x - eta * gradf(x) / H
        xs.append(x)
    return xs
