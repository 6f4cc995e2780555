import torch


def init_momentum(params):
    return {}


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p in params:
        step = lr * p.grad
        if p in states:
            step = step + gamma * states[p]
        states[p] = step
        p.add_(-step)
