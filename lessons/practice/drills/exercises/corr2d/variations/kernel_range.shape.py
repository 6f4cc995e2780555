import torch


def corr2d(X, K):
    out = torch.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)).to(X)
    for r in range(K.shape[0]):
        for c in range(K.shape[1]):
            window = X[r : r + K.shape[0], c : c + K.shape[1]]
            out[r][c] = torch.sum(torch.mul(window, K))
    return out
