import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        H = hessf(x)
        if isinstance(x, torch.Tensor):
            x = x - eta * torch.linalg.solve(H, gradf(x))
        else:
            x = x - eta * gradf(x) / abs(H)
        xs.append(x)
    return xs
