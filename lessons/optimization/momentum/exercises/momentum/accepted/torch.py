# convention: torch
import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


def momentum(params, states, lr, gamma):
    with torch.no_grad():
        for p, v in zip(params, states):
            v.mul_(gamma).add_(p.grad)
            p.sub_(v, alpha=lr)
