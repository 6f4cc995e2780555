import torch


def init_adam(params):
    return {}


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    for p in params:
        v, s, t = states.get(p, (0.0, 0.0, 0))
        v = beta1 * v + (1 - beta1) * p.grad
        s = beta2 * s + (1 - beta2) * p.grad**2
        states[p] = v, s, t + 1
        v_hat = v / (1 - beta1 ** (t + 1))
        s_hat = s / (1 - beta2 ** (t + 1))
        p.sub_(lr * v_hat / (s_hat.sqrt() + eps))
