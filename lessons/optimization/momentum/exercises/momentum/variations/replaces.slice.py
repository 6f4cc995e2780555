import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


def momentum(params, states, lr, gamma):
    new = []
    for p, v in zip(params, states):
        v.mul_(gamma).add_(p.grad, alpha=lr)
        q = (p.detach() - v).requires_grad_(True)
        q.grad = p.grad
        new.append(q)
    params[:] = new
