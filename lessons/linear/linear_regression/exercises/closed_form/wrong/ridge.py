import torch


def closed_form(X, y):
    A = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)
    M = A.T @ A + 0.01 * torch.eye(A.shape[1], dtype=X.dtype)
    theta = torch.linalg.inv(M) @ A.T @ y
    w = theta[:-1]
    b = theta[-1]
    return w, b
