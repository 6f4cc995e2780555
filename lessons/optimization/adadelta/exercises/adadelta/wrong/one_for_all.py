import torch


def init_adadelta(params):
    return [0.0, 0.0]


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p in params:
        s = rho * states[0] + (1 - rho) * p.grad**2
        step = torch.sqrt((states[1] + eps) / (s + eps)) * p.grad
        p -= step
        states[:] = s, rho * states[1] + (1 - rho) * step**2
