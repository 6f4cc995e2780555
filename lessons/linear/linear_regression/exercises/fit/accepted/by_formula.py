import torch


def fit(X, y, lr, epochs, batch_size):
    n, d = X.shape
    w, b = X.new_zeros(d, 1), X.new_zeros(1)
    for _ in range(epochs):
        order = torch.randperm(n)
        for i in range(0, n, batch_size):
            rows = order[i : i + batch_size]
            error = X[rows] @ w + b - y[rows]
            w = w - lr * X[rows].T @ error / len(rows)
            b = b - lr * error.mean(dim=0)
    return w, b
