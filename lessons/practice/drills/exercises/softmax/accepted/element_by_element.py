import torch


def softmax(X):
    n, q = X.shape
    P = torch.zeros_like(X)
    for i in range(n):
        c = max(X[i, j].item() for j in range(q))
        total = 0.0
        for j in range(q):
            total = total + torch.exp(X[i, j] - c)
        for j in range(q):
            P[i, j] = torch.exp(X[i, j] - c) / total
    return P
