import torch


def init_momentum(params):
    velocities = {}
    for i, p in enumerate(params):
        velocities[i] = torch.zeros(p.shape, dtype=p.dtype)
    return velocities


def momentum(params, states, lr, gamma):
    for i in range(len(params)):
        states[i] = gamma * states[i] + lr * params[i].grad
        params[i].data = params[i].data - states[i]
