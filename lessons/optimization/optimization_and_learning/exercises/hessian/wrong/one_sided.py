import torch


def hessian(f, x):
    n = len(x)
    h = 1e-2
    at = x.detach().double()
    E = h * torch.eye(n, dtype=torch.float64)
    H = torch.zeros(n, n, dtype=torch.float64)
    for i in range(n):
        for j in range(n):
            here = f(at + E[i] + E[j]) - f(at + E[i])
            there = f(at + E[j]) - f(at)
            H[i, j] = (here - there) / (h * h)
    return H.to(x.dtype)
