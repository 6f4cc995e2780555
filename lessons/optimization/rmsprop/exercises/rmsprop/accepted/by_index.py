import torch


def init_rmsprop(params):
    states = {}
    for i, p in enumerate(params):
        states[i] = torch.zeros(p.size(), dtype=p.dtype)
    return states


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i in range(len(params)):
        grad = params[i].grad
        states[i] += (1 - gamma) * (grad * grad - states[i])
        params[i].data = params[i].data - lr * grad / (states[i] + eps) ** 0.5
