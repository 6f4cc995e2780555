import torch


def init_momentum(params):
    return {"v": 0}


def momentum(params, states, lr, gamma):
    with torch.no_grad():
        for p in params:
            states["v"] = gamma * states["v"] + lr * p.grad
            p -= states["v"]
