import torch
from torch import Tensor


def dropout(X: Tensor, p: float, training: bool = True) -> Tensor:
    """X with each element 0 with chance p, else divided by 1 - p."""
    if not 0 <= p <= 1:
        raise ValueError(f"p has to be from 0 to 1, and it is {p}")
    if not training:
        return X
    if p == 1:
        return torch.zeros_like(X)  # 0 / 0 otherwise
    keep = torch.rand(X.shape) >= p  # True with chance 1 - p
    return X * keep / (1 - p)
