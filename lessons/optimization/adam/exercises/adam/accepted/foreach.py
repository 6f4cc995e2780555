import torch


def init_adam(params):
    return [0], [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    count, means, squares = states
    count[0] += 1
    grads = [p.grad for p in params]
    torch._foreach_lerp_(means, grads, 1 - beta1)
    torch._foreach_mul_(squares, beta2)
    torch._foreach_addcmul_(squares, grads, grads, 1 - beta2)
    roots = torch._foreach_sqrt(squares)
    torch._foreach_div_(roots, (1 - beta2 ** count[0]) ** 0.5)
    torch._foreach_add_(roots, eps)
    torch._foreach_addcdiv_(params, means, roots, -lr / (1 - beta1 ** count[0]))
