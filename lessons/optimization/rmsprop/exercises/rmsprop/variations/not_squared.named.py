import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, param in enumerate(params):
        g = param.grad
        s = states[i]
        states[i] = s = gamma * s + (1 - gamma) * g
        param.data = param.data - lr / torch.sqrt(s + eps) * g
