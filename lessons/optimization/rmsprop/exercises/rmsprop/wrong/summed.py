import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, s in zip(params, states):
        s += p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
