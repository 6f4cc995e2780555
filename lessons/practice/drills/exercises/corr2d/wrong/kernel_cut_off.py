import torch


def corr2d(X, K):
    h, w = K.shape
    kernel = K.tolist()
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for a in range(h):
        for b in range(w):
            Y = Y + kernel[a][b] * X[a : a + Y.shape[0], b : b + Y.shape[1]]
    return Y
