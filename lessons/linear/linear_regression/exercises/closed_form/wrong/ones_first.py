import torch


def closed_form(X, y):
    A = torch.cat([torch.ones(len(X), 1, dtype=X.dtype), X], dim=1)
    theta = torch.linalg.solve(A.T @ A, A.T @ y)
    w, b = theta[:-1], theta[-1]
    return w, b
