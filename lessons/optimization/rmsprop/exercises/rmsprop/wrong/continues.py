import torch


def init_rmsprop(params):
    return None


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6, memory={}):
    for i, p in enumerate(params):
        s = memory.setdefault((i, p.dtype), torch.zeros_like(p))
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
