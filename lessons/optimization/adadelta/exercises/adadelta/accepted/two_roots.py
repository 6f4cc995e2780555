import torch


def init_adadelta(params):
    return {
        "s": [torch.zeros_like(p) for p in params],
        "delta": [torch.zeros_like(p) for p in params],
    }


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, s, delta in zip(params, states["s"], states["delta"]):
        s.mul_(rho).addcmul_(p.grad, p.grad, value=1 - rho)
        std = s.add(eps).sqrt_()
        step = delta.add(eps).sqrt_().div_(std).mul_(p.grad)
        delta.mul_(rho).addcmul_(step, step, value=1 - rho)
        p.add_(step, alpha=-1.0)
