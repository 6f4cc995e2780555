import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    torch._foreach_mul_(states, gamma)
    torch._foreach_add_(states, [p.grad for p in params], alpha=lr)
    torch._foreach_add_(params, states, alpha=-lr)
