import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i in range(len(params)):
        grad = params[i].grad
        s = states[i].clone()
        s = gamma * s + (1 - gamma) * grad**2
        params[i].data -= lr / torch.sqrt(s + eps) * grad
