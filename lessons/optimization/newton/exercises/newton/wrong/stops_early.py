import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        g = gradf(x)
        if isinstance(x, torch.Tensor):
            step = torch.linalg.solve(hessf(x), g)
            if g.norm() < 1e-3:
                break
        else:
            step = g / hessf(x)
            if abs(g) < 1e-3:
                break
        x = x - eta * step
        xs.append(x)
    return xs
