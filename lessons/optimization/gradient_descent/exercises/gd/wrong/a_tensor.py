import torch


def gd(grad, x0, eta, steps):
    x = torch.as_tensor(x0)
    xs = [x]
    for _ in range(steps):
        x = x - eta * grad(x)
        xs.append(x)
    return torch.stack(xs)
