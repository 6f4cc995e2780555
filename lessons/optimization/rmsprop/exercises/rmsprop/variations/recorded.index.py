import torch


def init_rmsprop(params):
    return dict(enumerate(torch.zeros_like(p) for p in params))


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for k, w in enumerate(params):
        s = states[k]
        s = gamma * s + (1 - gamma) * w.grad**2
        states[k] = s
        w.sub_(lr / torch.sqrt(s + eps) * w.grad)
