import torch


def init_adam_clock(params):
    moments = [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]
    return {"t": 1, "moments": moments}


@torch.no_grad()
def adam_clock(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    for p, (v, s) in zip(params, states["moments"]):
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        v_hat = v / (1 - beta1 ** states["t"])
        s_hat = s / (1 - beta2 ** states["t"])
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
        states["t"] += 1 / len(params)
