import torch


def corr2d(X, K):
    n, k = X.shape[0], K.shape[0]
    size = n - k + 1
    Y = torch.zeros(size, size, dtype=X.dtype)
    for i in range(size):
        for j in range(size):
            Y[i, j] = (X[i : i + k, j : j + k] * K).sum()
    return Y
