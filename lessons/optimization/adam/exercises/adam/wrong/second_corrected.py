import torch


def init_adam(params):
    moments = [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]
    return {"t": 0, "moments": moments}


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states["t"] += 1
    t = states["t"]
    for p, (v, s) in zip(params, states["moments"]):
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        s_hat = s / (1 - beta2**t)
        p -= lr * v / (torch.sqrt(s_hat) + eps)
