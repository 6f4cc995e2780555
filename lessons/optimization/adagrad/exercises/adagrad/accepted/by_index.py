import torch


def init_adagrad(params):
    states = {}
    for i, p in enumerate(params):
        states[i] = torch.zeros(p.size(), dtype=p.dtype)
    return states


def adagrad(params, states, lr, eps=1e-6):
    for i in range(len(params)):
        grad = params[i].grad
        states[i] = states[i] + grad * grad
        params[i].data = params[i].data - lr * grad / (states[i] + eps) ** 0.5
