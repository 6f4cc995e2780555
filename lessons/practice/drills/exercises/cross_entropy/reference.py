import torch
from torch import Tensor


def cross_entropy_from_logits(O: Tensor, y: Tensor) -> Tensor:
    """Mean over i of -log softmax(O)[i, y_i]."""
    total = torch.logsumexp(O, dim=1)  # (n,), log Σ_k exp(o_k)
    own = O[torch.arange(len(y)), y]  # (n,), the label's score
    return (total - own).mean()  # ()
