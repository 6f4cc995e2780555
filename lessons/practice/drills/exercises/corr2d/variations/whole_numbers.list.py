import torch


def corr2d(X, K):
    h, w = K.shape
    Y = []
    for i in range(X.shape[0] - h + 1):
        Y.append([int((X[i : i + h, j : j + w] * K).sum()) for j in range(X.shape[1] - w + 1)])
    return torch.tensor(Y)
