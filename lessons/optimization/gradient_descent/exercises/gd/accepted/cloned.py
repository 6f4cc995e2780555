import torch


def gd(grad, x0, eta, steps):
    x = x0.clone() if isinstance(x0, torch.Tensor) else x0
    xs = [x.clone() if isinstance(x, torch.Tensor) else x]
    for _ in range(steps):
        x -= eta * grad(x)
        xs.append(x.clone() if isinstance(x, torch.Tensor) else x)
    return xs
