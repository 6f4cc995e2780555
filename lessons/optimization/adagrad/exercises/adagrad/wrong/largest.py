import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for p, s in zip(params, states):
        s[...] = torch.maximum(s, p.grad**2)
        p -= lr / torch.sqrt(s + eps) * p.grad
