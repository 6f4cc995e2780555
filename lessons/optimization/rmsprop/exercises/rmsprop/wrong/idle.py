import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    if not any(p.grad.any() for p in params):
        return
    for p, s in zip(params, states):
        s.mul_(gamma).add_((1 - gamma) * p.grad**2)
        p -= lr * p.grad / torch.sqrt(s + eps)
