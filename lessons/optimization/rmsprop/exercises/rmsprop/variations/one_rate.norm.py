import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for i, p in enumerate(params):
        s = states[i]
        states[i] = gamma * s + (1 - gamma) * p.grad.norm() ** 2
        p.sub_(lr / torch.sqrt(states[i] + eps) * p.grad)
