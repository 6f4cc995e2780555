import torch


def honest_loss(params, step, X, y, batch_size, epochs):
    w, b = params
    losses = []
    for _ in range(epochs):
        for rows in torch.randperm(len(X)).split(batch_size):
            error = (X[rows] @ w + b)[:, 0] - y[rows]
            loss = (error**2).mean() / 2
            w.grad = b.grad = None
            loss.backward()
            step()
        with torch.no_grad():
            error = (X @ w + b)[:, 0] - y
            losses.append(round((error**2).mean().item() / 2, 4))
    return losses
