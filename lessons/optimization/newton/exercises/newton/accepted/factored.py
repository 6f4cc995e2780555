import torch


def newton(gradf, hessf, x0, eta, steps):
    xs = [None] * (steps + 1)
    xs[0] = x0
    for k in range(steps):
        if isinstance(x0, float | int):
            xs[k + 1] = xs[k] - eta / hessf(xs[k]) * gradf(xs[k])
        else:
            LU, pivots = torch.linalg.lu_factor(hessf(xs[k]))
            step = torch.linalg.lu_solve(LU, pivots, gradf(xs[k])[:, None])
            xs[k + 1] = xs[k] - eta * step[:, 0]
    return xs
