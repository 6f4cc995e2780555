import torch


def hessian(f, x):
    n = len(x)
    h = 1e-3
    x = x.detach().float()
    E = h * torch.eye(n)
    H = torch.zeros(n, n)
    for i in range(n):
        for j in range(n):
            up = f(x + E[i] + E[j]) - f(x + E[i] - E[j])
            down = f(x - E[i] + E[j]) - f(x - E[i] - E[j])
            H[i, j] = (up - down) / (4 * h * h)
    return H
