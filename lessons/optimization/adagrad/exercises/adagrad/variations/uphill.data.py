import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    for k in range(len(params)):
        s = states[k]
        s.copy_(s + params[k].grad ** 2)
        params[k].data.add_(lr / torch.sqrt(s + eps) * params[k].grad)
