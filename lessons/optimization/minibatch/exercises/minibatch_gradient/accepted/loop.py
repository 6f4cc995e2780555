import torch


def minibatch_gradient(w, X, y, idx):
    g = torch.zeros_like(w)
    for i in idx.tolist():
        g = g + (X[i].dot(w) - y[i]) * X[i]
    return g / len(idx)
