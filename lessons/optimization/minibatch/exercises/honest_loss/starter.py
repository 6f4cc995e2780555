from collections.abc import Callable

import torch
from torch import Tensor


def honest_loss(
    params: list[Tensor],
    step: Callable[[], object],
    X: Tensor,
    y: Tensor,
    batch_size: int,
    epochs: int,
) -> list[float]:
    """Train a plane; the loss over all examples after each epoch.

    params: w (d, 1) and b (1,); X: (n, d); y: (n,). step() changes
    the parameters by their .grad.
    """
    w, b = params
    losses = []
    for _ in range(epochs):
        for rows in torch.randperm(len(X)).split(batch_size):
            error = (X[rows] @ w + b)[:, 0] - y[rows]
            loss = (error**2).mean() / 2
            w.grad = b.grad = None
            loss.backward()
            step()
        losses.append(loss.item())
    return losses
