import torch
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset


def train(params, step, features, labels, batch_size=10, epochs=2, log=None):
    w, b = params
    data = TensorDataset(features, labels.unsqueeze(1))
    n = len(data)

    @torch.no_grad()
    def evaluate():
        return mse_loss(features @ w + b, labels.unsqueeze(1)).item() / 2

    losses = [evaluate()]
    if log is not None:
        log(0, losses[0])
    for epoch in range(epochs):
        loader = DataLoader(data, batch_size=batch_size, shuffle=True)
        done = 0
        for X, y in loader:
            loss = mse_loss(X @ w + b, y) / 2
            loss.backward()
            step()
            for p in params:
                p.grad.zero_()
            done += X.shape[0]
            if done % 100 == 0 or done == n:
                losses.append(evaluate())
                if log is not None:
                    log(epoch + done / n, losses[-1])
    return losses
