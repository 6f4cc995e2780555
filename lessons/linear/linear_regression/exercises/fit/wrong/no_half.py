import torch


def fit(X, y, lr, epochs, batch_size):
    n, d = X.shape
    w = torch.zeros(d, 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    mse = torch.nn.MSELoss()
    for epoch in range(epochs):
        for rows in torch.randperm(n).split(batch_size):
            loss = mse(X[rows] @ w + b, y[rows])
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr * p.grad
                    p.grad.zero_()
    return w, b
