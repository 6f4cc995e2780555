import torch


def honest_loss(params, step, X, y, batch_size, epochs):
    w, b = params

    def loss_of(rows):
        return (((X[rows] @ w + b)[:, 0] - y[rows]) ** 2).mean() / 2

    losses = []
    for epoch in range(epochs):
        for rows in torch.randperm(len(X)).split(batch_size):
            w.grad = b.grad = None
            loss_of(rows).backward()
            step()
        total = 0.0
        for rows in torch.arange(len(X)).split(batch_size):
            total += loss_of(rows).item() * len(rows)
        losses.append(total / len(X))
    return losses
