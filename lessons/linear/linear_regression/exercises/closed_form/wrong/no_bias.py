import torch


def closed_form(X, y):
    w = torch.linalg.inv(X.T @ X) @ X.T @ y
    b = torch.zeros(1, dtype=X.dtype)
    return w, b
