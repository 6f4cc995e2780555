import torch


def init_rmsprop(params):
    return {i: 0 for i in range(len(params))}


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, p in enumerate(params):
        s = states[i]
        states[i] = s = gamma * s + (1 - gamma) * p.grad**2
        p.data -= lr * p.grad * s**-0.5
