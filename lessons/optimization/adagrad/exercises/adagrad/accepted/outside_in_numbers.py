import torch


def init_adagrad(params):
    return {"sum": [torch.zeros_like(p) for p in params]}


def adagrad(params, states, lr, eps=1e-6):
    for i, p in enumerate(params):
        states["sum"][i] = states["sum"][i] + p.grad**2
        rate = lr / (states["sum"][i] ** 0.5 + eps)
        p.data.add_(-rate * p.grad)
