import torch
from torch import Tensor


def init_adam(params: list[Tensor]):
    """The states before the first step, in any layout you like.

    params: tensors of any shape; they have no gradients yet.
    """
    raise NotImplementedError


def adam(
    params: list[Tensor],
    states,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-6,
) -> None:
    """One step of Adam, in place. In step t = 1, 2, …:

    v ← β₁ v + (1 - β₁) g,      v̂ = v / (1 - β₁ᵗ)
    s ← β₂ s + (1 - β₂) g ⊙ g,  ŝ = s / (1 - β₂ᵗ)
    p ← p - lr · v̂ / (√ŝ + eps)

    params: tensors of any shape, each with its g in .grad, of the same
    shape, which is left alone. states: what init_adam returned; the
    averages and the number of steps in it are updated.
    """
    raise NotImplementedError
