import torch


def init_adagrad(params):
    return {i: 0 for i in range(len(params))}


def adagrad(params, states, lr, eps=1e-6):
    for i, p in enumerate(params):
        s = states[i]
        states[i] = s = s + p.grad**2
        p.data -= lr * p.grad * s**-0.5
