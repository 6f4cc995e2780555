import numpy as np
import torch


def half_mse(params, X, y):
    w, b = params
    return torch.mean((torch.matmul(X, w).flatten() + b - y) ** 2) * 0.5


def train(params, step, features, labels, batch_size=10, epochs=2, log=None):
    n = len(labels)

    def evaluate(at):
        with torch.no_grad():
            losses.append(float(half_mse(params, features, labels)))
        if log is not None:
            log(at, losses[-1])

    losses = []
    evaluate(0.0)
    for epoch in range(epochs):
        order = np.random.permutation(n)
        X, y = features[order], labels[order]
        for i in range(0, n, batch_size):
            j = min(i + batch_size, n)
            loss = half_mse(params, X[i:j], y[i:j])
            grads = torch.autograd.grad(loss, params)
            for p, g in zip(params, grads):
                p.grad = g
            step()
            if j % 100 == 0 or j == n:
                evaluate(epoch + j / n)
    return losses
