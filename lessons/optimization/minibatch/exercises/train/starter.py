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
    """Train a plane with any optimizer; the losses on the way.

    params: [w, b], of shapes (d, 1) and (1,), leaves that require
    gradients; step() changes them by their .grad. features: (n, d);
    labels: (n,). Returns the loss over all examples at the start, and
    again whenever another 100 of them have been read and at the end of
    each epoch; log(epochs, loss) is told each of them.
    """
    raise NotImplementedError
