import torch
from torch import Tensor


def corr2d(X: Tensor, K: Tensor) -> Tensor:
    """The sum of X times K under each place of the kernel."""
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = torch.zeros(rows, columns, dtype=X.dtype)
    for i in range(rows):
        for j in range(columns):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
