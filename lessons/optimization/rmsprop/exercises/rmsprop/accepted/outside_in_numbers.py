import torch


def init_rmsprop(params):
    return dict.fromkeys(range(len(params)), 0.0)


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, p in enumerate(params):
        states[i] = gamma * states[i] + (1 - gamma) * p.grad**2
        p.data.add_(-lr * p.grad / (states[i] ** 0.5 + eps))
