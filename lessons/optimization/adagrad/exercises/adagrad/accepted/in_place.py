import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    with torch.no_grad():
        for p, s in zip(params, states):
            s.addcmul_(p.grad, p.grad)
            p.addcdiv_(p.grad, (s + eps).sqrt_(), value=-lr)
