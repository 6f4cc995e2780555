import torch


def init_rmsprop(params):
    return {}


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    memory = rmsprop.__dict__.setdefault("memory", {})
    for i, p in enumerate(params):
        key = i, p.dtype
        if key not in memory:
            memory[key] = torch.zeros_like(p)
        s = memory[key]
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        p.sub_(lr / torch.sqrt(s + eps) * p.grad)
