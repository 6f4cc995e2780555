import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6, decay=0.9):
    for p, s in zip(params, states):
        s.lerp_(p.grad.pow(2), 1 - decay)
        p.addcdiv_(p.grad, torch.sqrt(s + eps), value=-lr)
