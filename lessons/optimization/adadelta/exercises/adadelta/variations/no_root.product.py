import torch


def init_adadelta(params):
    return {"s": [torch.zeros_like(p) for p in params], "d": [torch.zeros_like(p) for p in params]}


def adadelta(params, states, rho=0.9, eps=1e-5):
    S, D = states["s"], states["d"]
    for i, p in enumerate(params):
        g = p.grad
        S[i] = rho * S[i] + (1 - rho) * g * g
        factor = (D[i] + eps) * (S[i] + eps).reciprocal()
        step = factor * g
        p.data -= step
        D[i] = rho * D[i] + (1 - rho) * step * step
