from torch import Tensor


def squared_loss(y_hat: Tensor, y: Tensor) -> Tensor:
    """Half the squared error of each example: (n, 1)."""
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
