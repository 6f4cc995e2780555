import torch


def init_adagrad(params):
    """The roots are kept, not the sums."""
    return [torch.zeros_like(p) for p in params]


def adagrad(params, states, lr, eps=1e-6):
    with torch.no_grad():
        for p, root in zip(params, states):
            torch.hypot(root, p.grad, out=root)
            p -= lr * p.grad / torch.hypot(root, torch.full_like(root, eps**0.5))
