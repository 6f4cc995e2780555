import torch


def corr2d(X, K):
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = torch.zeros(rows, columns, dtype=X.dtype)
    for i in range(rows):
        for j in range(columns):
            window = X[i : i + h, j : j + w]
            if window.any():
                Y[i, j] = (window * K).sum()
    return Y
