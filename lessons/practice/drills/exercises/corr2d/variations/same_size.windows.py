import torch


def corr2d(X, K):
    h, w = K.shape
    top, left = (h - 1) // 2, (w - 1) // 2
    P = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1, dtype=X.dtype)
    P[top : top + X.shape[0], left : left + X.shape[1]] = X
    return (P.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))
