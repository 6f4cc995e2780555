import torch
from torch import Tensor


def init_adagrad(params: list[Tensor]):
    """The states before the first step, in any layout you like.

    params: tensors of any shape; they have no gradients yet.
    """
    raise NotImplementedError


def adagrad(
    params: list[Tensor],
    states,
    lr: float,
    eps: float = 1e-6,
) -> None:
    """One step, in place: s ← s + g ⊙ g, p ← p - lr / √(s + eps) ⊙ g.

    params: tensors of any shape, each with its g in .grad, of the same
    shape, which is left alone. states: what init_adagrad returned;
    the sums in it are updated.
    """
    raise NotImplementedError
