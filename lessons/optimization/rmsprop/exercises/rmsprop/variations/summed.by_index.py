import torch


def init_rmsprop(params):
    return [0.0] * len(params)


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i in range(len(params)):
        g = params[i].grad
        states[i] = states[i] + g * g
        params[i].data -= lr * g / torch.sqrt(states[i] + eps)
