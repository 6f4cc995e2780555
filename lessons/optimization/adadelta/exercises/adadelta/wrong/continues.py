import torch


def init_adadelta(params):
    return None


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5, memory={}):
    for i, p in enumerate(params):
        pair = torch.zeros_like(p), torch.zeros_like(p)
        s, delta = memory.setdefault((i, p.dtype), pair)
        s[...] = rho * s + (1 - rho) * p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        p -= step
        delta[...] = rho * delta + (1 - rho) * step**2
