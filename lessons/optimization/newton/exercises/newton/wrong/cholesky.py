import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        g, H = gradf(x), hessf(x)
        if isinstance(x, torch.Tensor):
            L = torch.linalg.cholesky(H)
            step = torch.cholesky_solve(g[:, None], L)[:, 0]
        else:
            step = g / H
        x = x - eta * step
        xs.append(x)
    return xs
