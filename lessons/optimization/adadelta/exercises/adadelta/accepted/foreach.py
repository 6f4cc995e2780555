import torch


def init_adadelta(params):
    return [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adadelta(params, states, rho=0.9, eps=1e-5):
    squares, deltas = states
    grads = [p.grad for p in params]
    torch._foreach_mul_(squares, rho)
    torch._foreach_addcmul_(squares, grads, grads, 1 - rho)
    factors = torch._foreach_div(torch._foreach_add(deltas, eps), torch._foreach_add(squares, eps))
    steps = torch._foreach_mul(torch._foreach_sqrt(factors), grads)
    torch._foreach_mul_(deltas, rho)
    torch._foreach_addcmul_(deltas, steps, steps, 1 - rho)
    torch._foreach_sub_(params, steps)
