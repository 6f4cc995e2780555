import torch


def newton(gradf, hessf, x0, eta, steps):
    if not isinstance(x0, torch.Tensor):
        xs = [x0]
        for _ in range(steps):
            xs.append(xs[-1] - eta * gradf(xs[-1]) / hessf(xs[-1]))
        return xs
    x = x0.clone()
    xs = [x]
    for _ in range(steps):
        x -= eta * torch.linalg.solve(hessf(x), gradf(x))
        xs.append(x)
    return xs
