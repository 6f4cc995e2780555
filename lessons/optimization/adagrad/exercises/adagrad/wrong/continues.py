import torch


def init_adagrad(params):
    return None


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6, memory={}):
    for i, p in enumerate(params):
        s = memory.setdefault((i, p.dtype), torch.zeros_like(p))
        s[...] = s + p.grad**2
        p -= lr / torch.sqrt(s + eps) * p.grad
