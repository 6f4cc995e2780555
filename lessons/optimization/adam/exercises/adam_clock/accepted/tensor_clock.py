import torch


def init_adam_clock(params):
    step = torch.tensor(0.0)
    return step, [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params]


def adam_clock(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    step, first, second = states
    step += 1
    for i, p in enumerate(params):
        first[i].lerp_(p.grad, 1 - beta1)
        second[i].lerp_(p.grad.square(), 1 - beta2)
        update = first[i] / (1 - beta1**step)
        root = torch.sqrt(second[i] / (1 - beta2**step))
        p.data -= lr * update / (root + eps)
