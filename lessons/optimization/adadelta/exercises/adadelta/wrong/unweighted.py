import torch


def init_adadelta(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        s[...] = rho * s + p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        p -= step
        delta[...] = rho * delta + step**2
