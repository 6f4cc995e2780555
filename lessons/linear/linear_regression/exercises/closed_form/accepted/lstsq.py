import torch


def closed_form(X, y):
    ones = X.new_ones(len(X), 1)
    theta = torch.linalg.lstsq(torch.cat((ones, X), dim=1), y).solution
    b, w = theta[0], theta[1:]
    return [w, b]
