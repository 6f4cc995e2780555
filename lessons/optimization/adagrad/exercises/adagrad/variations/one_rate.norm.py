import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for i, p in enumerate(params):
        s = states[i]
        states[i] = s + p.grad.norm() ** 2
        p.sub_(lr / torch.sqrt(states[i] + eps) * p.grad)
