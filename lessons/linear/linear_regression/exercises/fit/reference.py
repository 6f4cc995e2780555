import torch
from torch import Tensor


def fit(
    X: Tensor,
    y: Tensor,
    lr: float,
    epochs: int,
    batch_size: int,
) -> tuple[Tensor, Tensor]:
    """Train ŷ = Xw + b by minibatch SGD, from zero."""
    n, d = X.shape
    w = torch.zeros(d, 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for _ in range(epochs):
        for rows in torch.randperm(n).split(batch_size):
            y_hat = X[rows] @ w + b  # (batch_size, 1)
            loss = ((y_hat - y[rows]) ** 2 / 2).mean()
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr * p.grad
                    p.grad.zero_()
    return w.detach(), b.detach()
