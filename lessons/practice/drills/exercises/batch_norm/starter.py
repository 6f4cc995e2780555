import torch
from torch import Tensor


def batch_norm(
    is_training: bool,
    X: Tensor,
    gamma: Tensor,
    beta: Tensor,
    moving_mean: Tensor,
    moving_var: Tensor,
    eps: float,
    momentum: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """y = γ (x - μ) / √(σ² + ε) + β, and the new moving averages.

    X: (n, c), or images (n, c, h, w). The four tensors after it:
    (1, c), or (1, c, 1, 1). Returns Y, shaped like X, and moving_mean
    and moving_var, shaped as they came: new ones while training,
    momentum · old + (1 - momentum) · new; otherwise unchanged.
    """
    raise NotImplementedError
