import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    grads = [p.grad for p in params]
    for p, g, s in zip(params, grads, states):
        p.sub_(lr / torch.sqrt(s + eps) * g)
    for g, s in zip(grads, states):
        s.copy_(s + g**2)
