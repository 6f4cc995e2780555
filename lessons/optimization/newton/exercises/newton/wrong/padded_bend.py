import torch


def newton(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        g, H = gradf(x), hessf(x)
        if isinstance(x, torch.Tensor):
            step = torch.linalg.solve(H, g)
        else:
            step = g / (H + 1e-8)
        x = x - eta * step
        xs.append(x)
    return xs
