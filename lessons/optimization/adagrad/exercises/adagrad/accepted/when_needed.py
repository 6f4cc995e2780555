import torch


def init_adagrad(params):
    return {}


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for p in params:
        states[p] = states.get(p, 0) + p.grad.square()
        p.sub_(p.grad * (states[p] + eps).rsqrt() * lr)
