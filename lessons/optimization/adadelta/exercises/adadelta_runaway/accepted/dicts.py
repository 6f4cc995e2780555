import torch


def init_adadelta_runaway(params):
    zeros = torch.zeros_like
    return {"s": [zeros(p.data) for p in params], "delta": [zeros(p.data) for p in params]}


def adadelta_runaway(params, states, rho=0.9, eps=1e-5):
    for i, p in enumerate(params):
        g = p.grad.detach()
        s = rho * states["s"][i] + (1 - rho) * g * g
        length = torch.sqrt(states["delta"][i] + eps)
        g_prime = length / torch.sqrt(s + eps) * g
        p.data = p.data - g_prime
        states["s"][i] = s
        states["delta"][i] = rho * states["delta"][i] + (1 - rho) * g_prime * g_prime
