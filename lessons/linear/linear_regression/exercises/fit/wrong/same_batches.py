import random

import torch


def fit(X, y, lr, epochs, batch_size):
    n, d = X.shape
    w = torch.zeros(d, 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    batches = list(torch.randperm(n).split(batch_size))
    for epoch in range(epochs):
        random.shuffle(batches)
        for rows in batches:
            loss = ((X[rows] @ w + b - y[rows]) ** 2 / 2).mean()
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr * p.grad
                    p.grad.zero_()
    return w, b
