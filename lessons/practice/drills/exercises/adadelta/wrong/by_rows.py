import torch


def init_adadelta(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        for j in range(len(p)):
            s[j] = rho * s[j] + (1 - rho) * p.grad[j] ** 2
            step = torch.sqrt((delta[j] + eps) / (s[j] + eps)) * p.grad[j]
            p[j] -= step
            delta[j] = rho * delta[j] + (1 - rho) * step**2
