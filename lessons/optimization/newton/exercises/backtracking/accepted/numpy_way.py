import numpy as np
import torch


def backtracking(f, grad, x, d, alpha, beta):
    slope = float(np.dot(grad(x).numpy(), d.numpy()))
    if slope >= 0:
        raise ValueError

    def short(t):
        return float(f(torch.add(x, d, alpha=t))) - float(f(x)) <= alpha * t * slope

    t = 1.0
    while not short(t):
        t *= beta
    return float(t)
