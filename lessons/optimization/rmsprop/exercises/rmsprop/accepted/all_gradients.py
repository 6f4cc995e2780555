import torch


def init_rmsprop(params):
    return []


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    states.append([p.grad.clone() for p in params])
    for i, p in enumerate(params):
        s = 0
        for age, grads in enumerate(reversed(states)):
            s = s + (1 - gamma) * gamma**age * grads[i] ** 2
        p.data -= lr * p.grad / torch.sqrt(s + eps)
