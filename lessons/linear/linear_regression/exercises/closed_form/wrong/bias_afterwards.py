import torch


def closed_form(X, y):
    w = torch.linalg.solve(X.T @ X, X.T @ y)
    b = (y - X @ w).mean(dim=0)
    return w, b
