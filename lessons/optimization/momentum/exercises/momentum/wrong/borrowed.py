import torch


def init_momentum(params):
    return {}


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        if i not in states:
            states[i] = p.grad
        else:
            states[i] = gamma * states[i] + p.grad
        p -= lr * states[i]
