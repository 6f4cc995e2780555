import torch


def closed_form(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.lstsq(A, y.flatten().unsqueeze(1)).solution.flatten()
    return theta[:-1], theta[-1:]
