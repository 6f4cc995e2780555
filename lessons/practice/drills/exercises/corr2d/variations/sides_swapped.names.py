import torch


def corr2d(X, K):
    kw, kh = K.shape
    out = torch.empty(X.shape[0] - kh + 1, X.shape[1] - kw + 1, dtype=X.dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = torch.sum(X[i : i + kh, j : j + kw] * K)
    return out
