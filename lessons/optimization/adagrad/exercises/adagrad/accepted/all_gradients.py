import torch


def init_adagrad(params):
    return {id(p): [] for p in params}


def adagrad(params, states, lr, eps=1e-6):
    with torch.no_grad():
        for p in params:
            seen = states[id(p)]
            seen.append(p.grad.clone())
            s = torch.stack(seen).pow(2).sum(dim=0)
            p.copy_(p - lr * p.grad / torch.sqrt(s + eps))
