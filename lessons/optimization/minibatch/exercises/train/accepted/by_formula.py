import torch


def train(params, step, features, labels, batch_size=10, epochs=2, log=None):
    w, b = params
    n, y = len(features), labels.reshape(-1, 1)
    losses = []
    for epoch in range(epochs + 1):
        if epoch == 0:
            marks = [(0, 0.0)]
            plan = []
        else:
            order = torch.randperm(n)
            plan = range(0, n, batch_size)
            marks = []
        for i in plan:
            rows = order[i : i + batch_size]
            X = features[rows].detach()
            error = X @ w.detach() + b.detach() - y[rows]
            w.grad = X.T @ error / len(rows)
            b.grad = error.mean(0)
            step()
            seen = i + len(rows)
            if seen % 100 == 0 or seen >= n:
                error = features @ w.detach() + b.detach() - y
                losses.append(float(error.square().mean() / 2))
                if log:
                    log(epoch - 1 + seen / n, losses[-1])
        for _, at in marks:
            error = features @ w.detach() + b.detach() - y
            losses.append(float(error.square().mean() / 2))
            if log:
                log(at, losses[-1])
    return losses
