import torch
from torch import Tensor


def minibatch_gradient(
    w: Tensor,
    X: Tensor,
    y: Tensor,
    idx: Tensor,
) -> Tensor:
    """The gradient in w of half the mean squared error of a minibatch.

    w: (d,); X: (n, d); y: (n,); idx: (k,), the rows of the minibatch,
    in which a number may stand twice. Returns (d,).
    """
    raise NotImplementedError
