import torch


def init_adagrad(params):
    return {"s": 0.0}


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for p in params:
        states["s"] = states["s"] + p.grad**2
        p -= lr / torch.sqrt(states["s"] + eps) * p.grad
