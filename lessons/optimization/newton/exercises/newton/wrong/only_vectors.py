import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * torch.linalg.solve(hessf(x), gradf(x))
        xs.append(x)
    return xs
