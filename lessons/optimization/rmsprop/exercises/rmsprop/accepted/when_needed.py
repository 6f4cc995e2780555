import torch


def init_rmsprop(params):
    return {}


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p in params:
        before = states.setdefault(p, torch.zeros_like(p))
        states[p] = gamma * before + (1 - gamma) * p.grad * p.grad
        rate = lr / torch.sqrt(states[p] + eps)
        p.add_(-rate * p.grad)
