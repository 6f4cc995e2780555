import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    for i, param in enumerate(params):
        g = param.grad
        s = states[i]
        states[i] = s = s + g
        param.data = param.data - lr / torch.sqrt(s + eps) * g
