import torch


def corr2d(X, K):
    h, w = K.shape
    n, m = X.shape
    Y = torch.zeros(n, m, dtype=X.dtype)
    places = [(i, j) for i in range(n - h + 1) for j in range(m - w + 1)]
    for i, j in places:
        Y[i][j] += torch.sum(K * X[i : i + h, j : j + w])
    return Y
