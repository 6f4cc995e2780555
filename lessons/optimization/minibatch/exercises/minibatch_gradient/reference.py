from torch import Tensor


def minibatch_gradient(
    w: Tensor,
    X: Tensor,
    y: Tensor,
    idx: Tensor,
) -> Tensor:
    """The gradient of half the mean squared error of a minibatch."""
    part = X[idx]  # (k, d), a row as often as it was drawn
    return part.T @ (part @ w - y[idx]) / len(idx)  # (d, k) @ (k,)
