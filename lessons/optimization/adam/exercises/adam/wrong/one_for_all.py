import torch


def init_adam(params):
    return {"t": 0, "v": 0.0, "s": 0.0}


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states["t"] += 1
    t = states["t"]
    for p in params:
        v = beta1 * states["v"] + (1 - beta1) * p.grad
        s = beta2 * states["s"] + (1 - beta2) * p.grad**2
        states["v"], states["s"] = v, s
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
