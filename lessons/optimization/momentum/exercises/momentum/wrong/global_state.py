import torch

velocities = []


def init_momentum(params):
    velocities.clear()
    velocities.extend(torch.zeros_like(p) for p in params)
    return velocities


def momentum(params, states, lr, gamma):
    with torch.no_grad():
        for p, v in zip(params, velocities):
            v.mul_(gamma).add_(p.grad, alpha=lr)
            p.sub_(v)
