import torch


def minibatch_gradient(w, X, y, idx):
    drawn = torch.zeros(len(X), dtype=torch.bool)
    drawn[idx] = True
    error = X[drawn] @ w - y[drawn]
    return X[drawn].T @ error / len(idx)
