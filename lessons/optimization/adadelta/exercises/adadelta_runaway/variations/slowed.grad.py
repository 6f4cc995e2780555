import torch


def init_adadelta_runaway(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta_runaway(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        g = 0.1 * p.grad
        s[...] = rho * s + (1 - rho) * p.grad**2
        p -= torch.sqrt((delta + eps) / (s + eps)) * g
        delta[...] = rho * delta + (1 - rho) * p.grad**2
