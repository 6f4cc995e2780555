import torch


def honest_loss(params, step, X, y, batch_size, epochs):
    torch.manual_seed(0)
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
            losses.append((error**2).mean().item() / 2)
    return losses
