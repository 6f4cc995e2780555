import torch


def init_momentum(params):
    return None


@torch.no_grad()
def momentum(params, states, lr, gamma, memory={}):
    for i, p in enumerate(params):
        before = memory.get(i)
        if before is None or before.shape != p.shape:
            before = torch.zeros_like(p)
        memory[i] = gamma * before + lr * p.grad
        p -= memory[i]
