import torch


def corr2d(X, K):
    kh, kw = K.shape
    result = []
    for i in range(len(X) - kh + 1):
        result += [[torch.sum(X[i : i + kh, j : j + kw] * K) for j in range(X.shape[1] - kw + 1)]]
    return result
