import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    states = [gamma * v + lr * p.grad for p, v in zip(params, states)]
    for p, v in zip(params, states):
        p.sub_(v)
