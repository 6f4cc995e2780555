import torch


def init_adadelta_runaway(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta_runaway(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        g = p.grad.clone()
        s.lerp_(g**2, 1 - rho)
        g.mul_((delta + eps).sqrt()).div_((s + eps).sqrt())
        delta.lerp_(g**2, 1 - rho)
        p -= g
