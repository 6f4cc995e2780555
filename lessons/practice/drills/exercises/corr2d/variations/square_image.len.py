import torch


def corr2d(X, K):
    k = len(K)
    side = len(X) - k + 1
    Y = X.new_empty((side, side))
    for r in range(side):
        for c in range(side):
            Y[r, c] = torch.sum(X[r : r + k, c : c + k] * K)
    return Y
