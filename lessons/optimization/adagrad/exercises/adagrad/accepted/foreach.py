import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    grads = [p.grad for p in params]
    torch._foreach_addcmul_(states, grads, grads)
    roots = torch._foreach_add(states, eps)
    torch._foreach_sqrt_(roots)
    torch._foreach_addcdiv_(params, grads, roots, value=-lr)
