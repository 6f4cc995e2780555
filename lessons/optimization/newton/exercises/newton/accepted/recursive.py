import torch


def newton(gradf, hessf, x0, eta, steps):
    if steps == 0:
        return [x0]
    try:
        step = gradf(x0) / hessf(x0) if not torch.is_tensor(x0) else None
        if step is None:
            step = torch.linalg.inv(hessf(x0)).matmul(gradf(x0))
    except ZeroDivisionError:
        step = 0.0
    return [x0] + newton(gradf, hessf, x0 - eta * step, eta, steps - 1)
