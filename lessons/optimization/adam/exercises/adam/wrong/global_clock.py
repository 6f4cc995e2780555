import torch

t = 0


def init_adam(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    global t
    t += 1
    for p, (v, s) in zip(params, states):
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
