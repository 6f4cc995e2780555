import torch
from torch import Tensor


def corr2d(X: Tensor, K: Tensor) -> Tensor:
    """The cross-correlation of an image with a kernel.

    y_ij = Σ_a Σ_b x_(i+a, j+b) · k_ab, wherever K fits on X.
    X: (n_h, n_w), K: (k_h, k_w), no larger than X;
    returns (n_h - k_h + 1, n_w - k_w + 1).
    """
    raise NotImplementedError
