import torch


def corr2d(X, K):
    h, w = K.shape
    k = K.flatten()
    Y = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            Y.append(torch.dot(X[i : i + h, j : j + w].reshape(-1), k))
    return torch.stack(Y).reshape(-1, X.shape[1] - w + 1)
