import torch

EPS = 1e-6


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=EPS):
    for p, s in zip(params, states):
        s.copy_(s + p.grad**2)
        p.data -= lr / torch.sqrt(s + EPS) * p.grad
