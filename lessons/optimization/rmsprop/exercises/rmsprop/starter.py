import torch
from torch import Tensor


def init_rmsprop(params: list[Tensor]):
    """The states before the first step, in any layout you like.

    params: tensors of any shape; they have no gradients yet.
    """
    raise NotImplementedError


def rmsprop(
    params: list[Tensor],
    states,
    lr: float,
    gamma: float = 0.9,
    eps: float = 1e-6,
) -> None:
    """One step, in place: s ← γ s + (1 - γ) g ⊙ g, and with it
    p ← p - lr / √(s + eps) ⊙ g.

    params: tensors of any shape, each with its g in .grad, of the same
    shape, which is left alone. states: what init_rmsprop returned;
    the averages in it are updated.
    """
    raise NotImplementedError
