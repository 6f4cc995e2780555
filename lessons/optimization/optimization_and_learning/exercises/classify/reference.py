import torch
from torch import Tensor


def classify(H: Tensor) -> str:
    """What a flat place is: 'min', 'max', 'saddle' or 'undecided'."""
    bends = torch.linalg.eigvalsh(H)  # (n,)
    zero = 1e-5 * bends.abs().max()  # what rounding may leave of a 0
    up, down = bends > zero, bends < -zero  # (n,) each
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "min"
    if down.all():
        return "max"
    return "undecided"
