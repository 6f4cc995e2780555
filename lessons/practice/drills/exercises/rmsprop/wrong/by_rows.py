import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, s in zip(params, states):
        for j in range(len(p)):
            s[j] = gamma * s[j] + (1 - gamma) * p.grad[j] ** 2
            p[j] -= lr * p.grad[j] / torch.sqrt(s[j] + eps)
