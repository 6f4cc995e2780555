import torch


def conv(X, K):
    """True convolution: the kernel is turned round."""
    h, w = K.shape
    out_h, out_w = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = torch.empty((out_h, out_w), dtype=X.dtype, device=X.device)
    for i in range(out_h):
        for j in range(out_w):
            Y[i, j] = torch.sum(X[i : i + h, j : j + w] * K.flip(0, 1))
    return Y


def corr2d(X, K):
    return conv(X, torch.flip(K, (0, 1)))
