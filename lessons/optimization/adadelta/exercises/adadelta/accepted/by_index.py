import torch


def init_adadelta(params):
    s, delta = {}, {}
    for i, p in enumerate(params):
        s[i] = torch.zeros(p.shape, dtype=p.dtype)
        delta[i] = torch.zeros(p.shape, dtype=p.dtype)
    return s, delta


def adadelta(params, states, rho=0.9, eps=1e-5):
    s, delta = states
    for i in range(len(params)):
        g = params[i].grad
        s[i] = rho * s[i] + (1 - rho) * g * g
        g_prime = ((delta[i] + eps) / (s[i] + eps)) ** 0.5 * g
        params[i].data = params[i].data - g_prime
        delta[i] = rho * delta[i] + (1 - rho) * g_prime * g_prime
