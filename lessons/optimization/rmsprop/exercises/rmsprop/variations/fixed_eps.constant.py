import torch

EPS = 1e-6


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=EPS):
    for p, s in zip(params, states):
        s.copy_(gamma * s + (1 - gamma) * p.grad**2)
        p.data -= lr / torch.sqrt(s + EPS) * p.grad
