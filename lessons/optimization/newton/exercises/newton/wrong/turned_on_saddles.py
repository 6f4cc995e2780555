import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        g, H = gradf(x), hessf(x)
        if isinstance(x, torch.Tensor):
            eigenvalues, Q = torch.linalg.eigh(H)
            step = Q @ ((Q.T @ g) / eigenvalues.abs())
        else:
            step = g / H
        x = x - eta * step
        xs.append(x)
    return xs
