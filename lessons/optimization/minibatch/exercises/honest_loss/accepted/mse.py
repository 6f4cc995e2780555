import torch
from torch.nn.functional import mse_loss


def honest_loss(params, step, X, y, batch_size, epochs):
    w, b = params
    y = y.unsqueeze(1)
    losses = []
    for _ in range(epochs):
        order = torch.randperm(X.shape[0])
        for i in range(0, X.shape[0], batch_size):
            rows = order[i : i + batch_size]
            for p in params:
                p.grad = None
            (mse_loss(X[rows] @ w + b, y[rows]) / 2).backward()
            step()
        losses.append(mse_loss(X @ w.detach() + b.detach(), y).item() / 2)
    return losses
