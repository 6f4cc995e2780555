import random

import torch


def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        j = torch.tensor(indices[i : i + batch_size])
        yield features[j], labels[j]


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


def fit(X, y, lr, epochs, batch_size):
    w = torch.zeros((X.shape[1], 1), dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for epoch in range(epochs):
        for features, labels in data_iter(batch_size, X, y):
            loss = squared_loss(features @ w + b, labels).sum()
            loss.backward()
            sgd([w, b], lr, batch_size)
    return w, b
