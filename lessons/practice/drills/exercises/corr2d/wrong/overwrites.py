import torch


def corr2d(X, K):
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = torch.zeros(rows, columns, dtype=X.dtype)
    for a in range(h):
        for b in range(w):
            Y = K[a, b] * X[a : a + rows, b : b + columns]
    return Y
