import torch


def init_momentum(params):
    return tuple(torch.zeros_like(p, requires_grad=False) for p in params)


def momentum(params, states, lr, gamma):
    with torch.no_grad():
        for param, velocity in zip(params, states):
            velocity *= gamma
            velocity -= lr * param.grad
            param += velocity
