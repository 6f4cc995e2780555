import torch


def closed_form(X, y):
    # the plane passes through the middle of the data
    x_mean, y_mean = X.mean(dim=0), y.mean(dim=0)
    w = torch.linalg.pinv(X - x_mean) @ (y - y_mean)
    return w, y_mean - x_mean @ w
