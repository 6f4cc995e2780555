import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


def momentum(params, states, lr, gamma):
    for i in range(len(params)):
        p = params[i]
        states[i] = gamma * states[i] + lr * p.grad
        new = (p - states[i]).detach().requires_grad_()
        new.grad = p.grad
        params[i] = new
