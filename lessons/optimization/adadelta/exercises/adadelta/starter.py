import torch
from torch import Tensor


def init_adadelta(params: list[Tensor]):
    """The states before the first step, in any layout you like.

    params: tensors of any shape; they have no gradients yet.
    """
    raise NotImplementedError


def adadelta(
    params: list[Tensor],
    states,
    rho: float = 0.9,
    eps: float = 1e-5,
) -> None:
    """One step, in place, of the length that AdaDelta learns by itself:

    s ← ρ s + (1 - ρ) g ⊙ g
    g' = √((Δ + eps) / (s + eps)) ⊙ g,  p ← p - g'
    Δ ← ρ Δ + (1 - ρ) g' ⊙ g'

    params: tensors of any shape, each with its g in .grad, of the same
    shape, which is left alone. states: what init_adadelta returned;
    the averages in it are updated.
    """
    raise NotImplementedError
