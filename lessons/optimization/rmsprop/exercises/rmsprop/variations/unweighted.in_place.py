import torch


def init_rmsprop(params):
    return [torch.zeros_like(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    with torch.no_grad():
        for p, s in zip(params, states):
            s.mul_(gamma).addcmul_(p.grad, p.grad)
            p.addcdiv_(p.grad, (s + eps).sqrt(), value=-lr)
