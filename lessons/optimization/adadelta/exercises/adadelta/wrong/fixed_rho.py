import torch


def init_adadelta(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        s[...] = 0.9 * s + (0.1) * p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        p -= step
        delta[...] = 0.9 * delta + (0.1) * step**2
