import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    with torch.no_grad():
        for p, s in zip(params, states):
            s[...] = s + p.grad**2
            p.copy_(p - lr / torch.sqrt(s + eps) * p.grad)
        for p in params:
            p.grad = torch.zeros_like(p)
