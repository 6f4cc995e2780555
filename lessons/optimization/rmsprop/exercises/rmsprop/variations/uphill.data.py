import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for k in range(len(params)):
        s = states[k]
        s.copy_(gamma * s + (1 - gamma) * params[k].grad ** 2)
        params[k].data.add_(lr / torch.sqrt(s + eps) * params[k].grad)
