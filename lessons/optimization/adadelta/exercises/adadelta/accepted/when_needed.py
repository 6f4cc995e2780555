import torch


def init_adadelta(params):
    return {}


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p in params:
        s, delta = states.get(p, (0.0, 0.0))
        s = rho * s + (1 - rho) * p.grad.pow(2)
        step = p.grad * ((delta + eps) / (s + eps)).sqrt()
        delta = rho * delta + (1 - rho) * step.pow(2)
        states[p] = s, delta
        p.sub_(step)
