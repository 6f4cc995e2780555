import torch


def init_adadelta(params):
    return [torch.zeros(2, *p.shape, dtype=p.dtype) for p in params]


def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, state in zip(params, states):
        s, delta = state[0], state[1]
        s.lerp_(p.grad.square(), 1 - rho)
        step = torch.sqrt((delta + eps) / (s + eps)) * p.grad
        delta.lerp_(step.square(), 1 - rho)
        p.data -= step
