import random

import torch


def train(params, step, features, labels, batch_size=10, epochs=2, log=None):
    w, b = params
    n = features.shape[0]
    losses = []

    def note(examples):
        predicted = (features @ w + b).squeeze(1)
        loss = ((predicted - labels) ** 2).sum() / (2 * n)
        losses.append(loss.detach().item())
        if log:
            log(examples / n, losses[-1])

    note(0)
    order = list(range(n))
    for epoch in range(epochs):
        random.shuffle(order)
        start = 0
        reported = 0
        while start < n:
            rows = torch.tensor(order[start : start + batch_size])
            predicted = (features[rows] @ w + b).squeeze(1)
            loss = ((predicted - labels[rows]) ** 2).sum() / (2 * len(rows))
            for p in params:
                p.grad = None
            loss.backward()
            step()
            start += len(rows)
            if start - reported >= 100 or start == n:
                reported = start
                note(epoch * n + start)
    return losses
