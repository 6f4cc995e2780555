import torch
from torch import Tensor


def max_stable_eta(H: Tensor) -> float:
    """The learning rate below which gradient descent converges."""
    bends = torch.linalg.eigvalsh(H)  # (n,), the largest last
    return 2 / bends[-1].item()
