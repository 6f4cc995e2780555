import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    for i in range(len(params)):
        grad = params[i].grad
        s = states[i].clone()
        s = s + grad**2
        params[i].data -= lr / torch.sqrt(s + eps) * grad
