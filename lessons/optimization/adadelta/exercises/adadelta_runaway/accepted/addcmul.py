import torch


def init_adadelta_runaway(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta_runaway(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        s.mul_(rho).addcmul_(p.grad, p.grad, value=1 - rho)
        step = p.grad * ((delta + eps) / (s + eps)).sqrt()
        delta.mul_(rho).addcmul_(step, step, value=1 - rho)
        p.sub_(step)
