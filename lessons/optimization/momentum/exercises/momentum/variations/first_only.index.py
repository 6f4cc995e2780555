import torch


def init_momentum(params):
    return {"v": torch.zeros_like(params[0])}


def momentum(params, states, lr, gamma):
    w = params[0]
    states["v"] = gamma * states["v"] + lr * w.grad
    with torch.no_grad():
        w -= states["v"]
