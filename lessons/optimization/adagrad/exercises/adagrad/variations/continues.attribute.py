import torch


def init_adagrad(params):
    return {}


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    memory = adagrad.__dict__.setdefault("memory", {})
    for i, p in enumerate(params):
        key = i, p.dtype
        if key not in memory:
            memory[key] = torch.zeros_like(p)
        s = memory[key]
        s[...] = s + p.grad**2
        p.sub_(lr / torch.sqrt(s + eps) * p.grad)
