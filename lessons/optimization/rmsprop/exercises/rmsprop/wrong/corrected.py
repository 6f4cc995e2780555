import torch


def init_rmsprop(params):
    return {"t": 0, "s": [torch.zeros_like(p) for p in params]}


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    states["t"] += 1
    for p, s in zip(params, states["s"]):
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        s_hat = s / (1 - gamma ** states["t"])
        p -= lr / torch.sqrt(s_hat + eps) * p.grad
