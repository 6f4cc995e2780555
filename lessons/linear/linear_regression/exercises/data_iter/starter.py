from collections.abc import Iterator

import torch
from torch import Tensor


def data_iter(
    batch_size: int,
    features: Tensor,
    labels: Tensor,
) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in minibatches, in a new random order.

    features: (n, d), labels: (n, 1). Yields pairs X: (batch_size, d),
    y: (batch_size, 1); the last pair may have fewer rows.
    """
    raise NotImplementedError
