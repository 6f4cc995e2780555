import torch


def init_momentum(params):
    return {"velocity": [torch.zeros_like(p) for p in params], "steps": 0}


@torch.no_grad()
def momentum(params, states, lr, gamma):
    velocity = states["velocity"]
    torch._foreach_mul_(velocity, gamma)
    torch._foreach_add_(velocity, [p.grad for p in params], alpha=lr)
    torch._foreach_sub_(params, velocity)
    states["steps"] += 1
