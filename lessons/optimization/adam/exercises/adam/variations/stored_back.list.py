import torch


def init_adam(params):
    return [0, [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params]]


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states[0] += 1
    t, ms, vs = states
    for i, p in enumerate(params):
        g = p.grad
        ms[i] = beta1 * ms[i] + (1 - beta1) * g
        vs[i] = beta2 * vs[i] + (1 - beta2) * g * g
        ms[i] = ms[i] / (1 - beta1**t)
        vs[i] = vs[i] / (1 - beta2**t)
        p.data -= lr * ms[i] / (vs[i].sqrt() + eps)
