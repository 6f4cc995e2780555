import torch


def corr2d(X, K):
    Y = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1).type_as(X)
    i = 0
    while i < Y.shape[0] - 1:
        j = 0
        while j < Y.shape[1] - 1:
            Y[i, j] = (X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum()
            j += 1
        i += 1
    return Y
