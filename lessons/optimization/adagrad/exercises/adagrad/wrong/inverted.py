import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for p, s in zip(params, states):
        s[...] = s + p.grad**2
        p -= torch.sqrt(s + eps) / lr * p.grad
