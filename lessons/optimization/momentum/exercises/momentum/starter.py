import torch
from torch import Tensor


def init_momentum(params: list[Tensor]):
    """The states before the first step, in any layout you like.

    params: tensors of any shape; they have no gradients yet.
    """
    raise NotImplementedError


def momentum(
    params: list[Tensor],
    states,
    lr: float,
    gamma: float,
) -> None:
    """One step, in place: v ← gamma · v + lr · p.grad, p ← p - v.

    params: tensors of any shape, each with a .grad of the same shape,
    which is left alone. states: what init_momentum returned; the
    velocities in it are updated.
    """
    raise NotImplementedError
