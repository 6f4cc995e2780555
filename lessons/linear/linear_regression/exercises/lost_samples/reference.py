from collections.abc import Iterator

import torch
from torch import Tensor


def batches(
    features: Tensor,
    labels: Tensor,
    batch_size: int,
) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in minibatches, in a new random order."""
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for start in range(0, n, batch_size):
        end = start + batch_size  # beyond n a slice stops by itself
        yield features[start:end], labels[start:end]
