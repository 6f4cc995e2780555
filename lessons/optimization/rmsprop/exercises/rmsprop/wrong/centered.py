import torch


def init_rmsprop(params):
    return [(torch.zeros_like(p), torch.zeros_like(p)) for p in params]


@torch.no_grad()
def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, (s, mean) in zip(params, states):
        s[...] = gamma * s + (1 - gamma) * p.grad**2
        mean[...] = gamma * mean + (1 - gamma) * p.grad
        p -= lr / torch.sqrt(s - mean**2 + eps) * p.grad
