import torch


def init_adam(params):
    zeros = torch.zeros_like
    return {"t": 0, "moments": [(zeros(p), zeros(p)) for p in params]}


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states["t"] += 1
    t = states["t"]
    for p, (v, s) in zip(params, states["moments"]):
        for j in range(len(p)):
            v[j] = beta1 * v[j] + (1 - beta1) * p.grad[j]
            s[j] = beta2 * s[j] + (1 - beta2) * p.grad[j] ** 2
            v_hat, s_hat = v[j] / (1 - beta1**t), s[j] / (1 - beta2**t)
            p[j] -= lr * v_hat / (torch.sqrt(s_hat) + eps)
