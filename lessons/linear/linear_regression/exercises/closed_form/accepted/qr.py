import torch


def closed_form(X, y):
    A = torch.cat([X, torch.ones_like(X[:, 0:1])], 1)
    Q, R = torch.linalg.qr(A)
    theta = torch.linalg.solve_triangular(R, Q.T @ y, upper=True)
    w, b = theta.split([X.shape[1], 1])
    return w, b.reshape(1)
