import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        for j in range(len(p)):
            v[j] = gamma * v[j] + lr * p.grad[j]
            p[j] -= v[j]
