import torch


def init_rmsprop(params):
    return {"s": 0.0}


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p in params:
        states["s"] = gamma * states["s"] + (1 - gamma) * p.grad**2
        p -= lr / torch.sqrt(states["s"] + eps) * p.grad
