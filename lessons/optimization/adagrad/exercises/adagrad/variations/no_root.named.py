import torch


def init_adagrad(params):
    return {"s": [torch.zeros_like(p) for p in params]}


def adagrad(params, states, lr, eps=1e-6):
    for i, param in enumerate(params):
        g = param.grad
        s = states["s"][i]
        s = states["s"][i] = s + g**2
        param.data -= lr * g / (s + eps)
