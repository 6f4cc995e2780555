import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] = gamma * states[i] + (1 - gamma) * p.grad
        p -= lr * states[i]
