import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    for i, (p, s) in enumerate(zip(params, states)):
        s[...] = s + p.grad**2
        new = p.detach() - lr / torch.sqrt(s + eps) * p.grad
        new.requires_grad_()
        new.grad = p.grad
        params[i] = new
