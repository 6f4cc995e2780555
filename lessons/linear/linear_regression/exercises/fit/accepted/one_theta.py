import torch


def fit(X, y, lr, epochs, batch_size):
    A = torch.cat([X, torch.ones_like(y)], dim=1)
    theta = torch.zeros(A.shape[1], 1, dtype=X.dtype)
    for _ in range(epochs):
        for rows in torch.randperm(len(A)).split(batch_size):
            theta.requires_grad_()
            loss = ((A[rows] @ theta - y[rows]) ** 2).mean() / 2
            (grad,) = torch.autograd.grad(loss, theta)
            theta = (theta - lr * grad).detach()
    return theta[:-1], theta[-1]
