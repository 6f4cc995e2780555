import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


def momentum(params, states, lr, gamma, weight_decay=0.01):
    with torch.no_grad():
        for p, v in zip(params, states):
            d_p = p.grad.add(p, alpha=weight_decay)
            v.mul_(gamma).add_(d_p, alpha=lr)
            p.add_(v, alpha=-1)
