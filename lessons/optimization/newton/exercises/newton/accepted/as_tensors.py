import torch


def newton(gradf, hessf, x0, eta, steps):
    def direction(x):
        g, H = gradf(x), hessf(x)
        if not torch.is_tensor(g):
            return -g / H
        n = len(g)
        return -torch.linalg.lstsq(H, g.reshape(n, 1)).solution.reshape(n)

    path = [x0]
    while len(path) < steps + 1:
        path.append(path[-1] + eta * direction(path[-1]))
    return path
