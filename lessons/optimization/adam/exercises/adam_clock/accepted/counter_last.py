import torch


def init_adam_clock(params):
    moments = {i: (torch.zeros_like(p), torch.zeros_like(p)) for i, p in enumerate(params)}
    return {"moments": moments, "t": 1}


@torch.no_grad()
def adam_clock(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    t = states["t"]
    for i, p in enumerate(params):
        v, s = states["moments"][i]
        v = beta1 * v + (1 - beta1) * p.grad
        s = beta2 * s + (1 - beta2) * p.grad * p.grad
        states["moments"][i] = v, s
        p -= lr * (v / (1 - beta1**t)) / ((s / (1 - beta2**t)) ** 0.5 + eps)
    states["t"] += 1
