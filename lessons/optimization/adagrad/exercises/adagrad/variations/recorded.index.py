import torch


def init_adagrad(params):
    return dict(enumerate(torch.zeros_like(p) for p in params))


def adagrad(params, states, lr, eps=1e-6):
    for k, w in enumerate(params):
        s = states[k]
        s = s + w.grad**2
        states[k] = s
        w.sub_(lr / torch.sqrt(s + eps) * w.grad)
