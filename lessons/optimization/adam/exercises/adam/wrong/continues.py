import torch


def init_adam(params):
    return None


@torch.no_grad()
def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6, memory={}):
    for i, p in enumerate(params):
        v, s, t = memory.get((i, p.dtype), (torch.zeros_like(p), torch.zeros_like(p), 0))
        t += 1
        v[...] = beta1 * v + (1 - beta1) * p.grad
        s[...] = beta2 * s + (1 - beta2) * p.grad**2
        memory[i, p.dtype] = v, s, t
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        p -= lr * v_hat / (torch.sqrt(s_hat) + eps)
