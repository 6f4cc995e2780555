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
        means = []
        with torch.no_grad():
            for i in range(0, len(X), batch_size):
                part, right = X[i : i + batch_size], y[i : i + batch_size]
                error = (part @ w + b)[:, 0] - right
                means.append((error**2).mean().item() / 2)
        losses.append(sum(means) / len(means))
    return losses
