import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        step = p.grad
        step *= lr
        v.mul_(gamma).add_(step)
        p.sub_(v)
