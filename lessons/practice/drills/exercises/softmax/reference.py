import torch
from torch import Tensor


def softmax(X: Tensor) -> Tensor:
    """Each row of X as probabilities: (n, q)."""
    largest = X.amax(dim=1, keepdim=True)  # (n, 1)
    E = torch.exp(X - largest)  # (n, q), nothing above 1
    return E / E.sum(dim=1, keepdim=True)
