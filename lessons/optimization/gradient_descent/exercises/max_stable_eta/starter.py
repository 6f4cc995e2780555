import torch
from torch import Tensor


def max_stable_eta(H: Tensor) -> float:
    """The learning rate below which gradient descent converges.

    H: (n, n), the second derivatives of f(x) = xᵀHx / 2, symmetric,
    with positive eigenvalues. A step is x ← (I - eta · H) x.
    """
    raise NotImplementedError
