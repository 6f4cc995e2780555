import torch


def hessian(f, x):
    n = len(x)
    h = 1e-4
    at = x.detach().double()
    E = h * torch.eye(n, dtype=torch.float64)
    H = torch.zeros(n, n, dtype=torch.float64)
    with torch.no_grad():
        for i in range(n):
            for j in range(n):
                up = f(at + E[i] + E[j]) - f(at + E[i] - E[j])
                down = f(at - E[i] + E[j]) - f(at - E[i] - E[j])
                H[i, j] = (up - down) / (4 * h * h)
    return H.to(x.dtype)
