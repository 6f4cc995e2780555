import torch


def init_rmsprop(params):
    return {"s": [torch.zeros_like(p) for p in params]}


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, s in zip(params, states["s"]):
        s.lerp_(p.grad.square(), 1 - gamma)
        p.sub_(lr * p.grad * torch.rsqrt(s + eps))
