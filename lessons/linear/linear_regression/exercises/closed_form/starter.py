import torch
from torch import Tensor


def closed_form(X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The weights and the bias with the smallest squared error.

    X: (n, d), y: (n, 1); returns w: (d, 1) and b: (1,).
    They solve AᵀA [w; b] = Aᵀy, where A is X with a column of ones.
    """
    raise NotImplementedError
