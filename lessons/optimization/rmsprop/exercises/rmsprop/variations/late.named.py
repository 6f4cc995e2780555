import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    grads = [p.grad for p in params]
    for p, g, s in zip(params, grads, states):
        p.sub_(lr / torch.sqrt(s + eps) * g)
    for g, s in zip(grads, states):
        s.copy_(gamma * s + (1 - gamma) * g**2)
