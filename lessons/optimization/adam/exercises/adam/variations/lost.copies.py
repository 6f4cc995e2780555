import torch


def init_adam(params):
    return [0, [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params]]


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states[0] += 1
    t, ms, vs = states[0], list(states[1]), list(states[2])
    for i, p in enumerate(params):
        g = p.grad
        ms[i] = beta1 * ms[i] + (1 - beta1) * g
        vs[i] = beta2 * vs[i] + (1 - beta2) * g * g
        m = ms[i] / (1 - beta1**t)
        u = vs[i] / (1 - beta2**t)
        p.data -= lr * m / (u.sqrt() + eps)
