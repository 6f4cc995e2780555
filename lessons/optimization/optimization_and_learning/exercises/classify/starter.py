import torch
from torch import Tensor


def classify(H: Tensor) -> str:
    """What a flat place is: 'min', 'max', 'saddle' or 'undecided'.

    H: (n, n), the Hessian there, symmetric.
    """
    det = torch.linalg.det(H)
    if det > 0 and H[0, 0] > 0:
        return "min"
    if det > 0 and H[0, 0] < 0:
        return "max"
    if det < 0:
        return "saddle"
    return "undecided"
