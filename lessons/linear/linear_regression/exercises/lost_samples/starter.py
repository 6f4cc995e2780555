from collections.abc import Iterator

import torch
from torch import Tensor


def batches(
    features: Tensor,
    labels: Tensor,
    batch_size: int,
) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in minibatches, in a new random order.

    features: (n, d), labels: (n, 1). Yields pairs X: (batch_size, d),
    y: (batch_size, 1); the last pair may have fewer rows.
    """
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for i in range(int(n / batch_size)):
        start = i * batch_size
        end = start + batch_size
        yield features[start:end], labels[start:end]
