import torch


def corr2d(X, K):
    h, w = K.shape
    X = X.data
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            window = X[i : i + h, j : j + w]
            window *= K
            rows.append(window.sum())
    return torch.stack(rows).reshape(-1, X.shape[1] - w + 1)
