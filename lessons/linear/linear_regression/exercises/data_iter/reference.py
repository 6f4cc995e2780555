from collections.abc import Iterator

import torch
from torch import Tensor


def data_iter(
    batch_size: int,
    features: Tensor,
    labels: Tensor,
) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in minibatches, in a new random order."""
    n = len(features)
    order = torch.randperm(n)
    for i in range(0, n, batch_size):
        # the last slice may be shorter: it stops at the end by itself
        rows = order[i : i + batch_size]
        yield features[rows], labels[rows]
