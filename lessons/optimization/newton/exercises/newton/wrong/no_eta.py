import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        if isinstance(x, torch.Tensor):
            x = x - torch.linalg.solve(hessf(x), gradf(x))
        else:
            x = x - gradf(x) / hessf(x)
        xs.append(x)
    return xs
