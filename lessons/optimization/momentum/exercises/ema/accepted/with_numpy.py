import numpy as np
import torch


def ema(xs, gamma, y0=0.0):
    X = xs.numpy()
    Y = np.empty_like(X)
    before = y0
    for t in range(X.shape[0]):
        Y[t] = gamma * before + (1 - gamma) * X[t]
        before = Y[t]
    return torch.from_numpy(Y)
