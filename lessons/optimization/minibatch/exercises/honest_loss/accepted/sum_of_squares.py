import torch


def honest_loss(params, step, X, y, batch_size, epochs):
    w, b = params
    losses = []
    for epoch in range(epochs):
        for rows in torch.randperm(len(X)).split(batch_size):
            error = (X[rows] @ w + b)[:, 0] - y[rows]
            loss = (error**2).mean() / 2
            w.grad = b.grad = None
            loss.backward()
            step()
        error = (X @ w + b).squeeze(1).sub(y).detach()
        losses.append((error @ error / (2 * len(y))).item())
    return losses
