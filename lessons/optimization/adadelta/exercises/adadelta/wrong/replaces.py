import torch


def init_adadelta(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


def adadelta(params, states, rho=0.9, eps=1e-5):
    for i, (p, (s, delta)) in enumerate(zip(params, states)):
        s[...] = rho * s + (1 - rho) * p.grad**2
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        delta[...] = rho * delta + (1 - rho) * step**2
        new = (p.detach() - step).requires_grad_()
        new.grad = p.grad
        params[i] = new
