import torch


def gd(grad, x0, eta, steps):
    xs = [x0]
    for _ in range(steps):
        x = xs[-1]
        if isinstance(x, torch.Tensor):
            x = x.clone()
            for i in range(len(x)):
                x[i] = x[i] - eta * grad(x)[i]
        else:
            x = x - eta * grad(x)
        xs.append(x)
    return xs
