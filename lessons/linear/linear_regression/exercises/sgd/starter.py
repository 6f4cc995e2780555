import torch
from torch import Tensor


def sgd(params: list[Tensor], lr: float, batch_size: int) -> None:
    """One step, in place: p ← p - lr · p.grad / batch_size.

    params: tensors of any shape, each with a .grad of the same shape,
    the sum over batch_size examples. .grad is left alone.
    """
    raise NotImplementedError
