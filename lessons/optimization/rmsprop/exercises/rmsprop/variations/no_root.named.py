import torch


def init_rmsprop(params):
    return {"s": [torch.zeros_like(p) for p in params]}


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, param in enumerate(params):
        g = param.grad
        s = states["s"][i]
        s = states["s"][i] = gamma * s + (1 - gamma) * g**2
        param.data -= lr * g / (s + eps)
