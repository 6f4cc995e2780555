import torch


def init_adagrad(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def adagrad(params, states, lr, eps=1e-6):
    for p, s in zip(params, states):
        for j in range(len(p)):
            s[j] += p.grad[j] ** 2
            p[j] -= lr * p.grad[j] / torch.sqrt(s[j] + eps)
