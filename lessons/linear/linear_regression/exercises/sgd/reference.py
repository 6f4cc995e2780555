import torch
from torch import Tensor


@torch.no_grad()
def sgd(params: list[Tensor], lr: float, batch_size: int) -> None:
    """One step of minibatch SGD; .grad holds sums over the batch."""
    for p in params:
        p -= lr * p.grad / batch_size
