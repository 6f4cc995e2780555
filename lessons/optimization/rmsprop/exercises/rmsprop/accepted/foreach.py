import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    grads = [p.grad for p in params]
    torch._foreach_mul_(states, gamma)
    torch._foreach_addcmul_(states, grads, grads, 1 - gamma)
    roots = torch._foreach_add(states, eps)
    torch._foreach_sqrt_(roots)
    torch._foreach_addcdiv_(params, grads, roots, -lr)
