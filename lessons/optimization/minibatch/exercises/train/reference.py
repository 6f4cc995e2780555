from collections.abc import Callable

import torch
from torch import Tensor


def train(
    params: list[Tensor],
    step: Callable[[], object],
    features: Tensor,
    labels: Tensor,
    batch_size: int = 10,
    epochs: int = 2,
    log: Callable[[float, float], object] | None = None,
) -> list[float]:
    """Train a plane with any optimizer; the losses on the way."""
    w, b = params  # (d, 1), (1,)
    n = len(features)

    def loss_of(rows):
        error = (features[rows] @ w + b)[:, 0] - labels[rows]
        return (error**2).mean() / 2

    def note(epoch):
        with torch.no_grad():  # over all examples, unrecorded
            losses.append(loss_of(slice(None)).item())
        if log is not None:
            log(epoch, losses[-1])

    losses = []
    note(0.0)
    for epoch in range(epochs):
        seen = 0
        for rows in torch.randperm(n).split(batch_size):
            for p in params:
                p.grad = None  # backward would add to it
            loss_of(rows).backward()
            step()
            seen += len(rows)
            if seen % 100 == 0 or seen == n:
                note(epoch + seen / n)
    return losses
