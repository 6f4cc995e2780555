import torch


def init_adam(params):
    return [[torch.zeros_like(p), torch.zeros_like(p), 0] for p in params]


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    """A counter for each parameter; all of them agree."""
    with torch.no_grad():
        for p, state in zip(params, states):
            state[2] += 1
            m, v, t = state
            m.mul_(beta1).add_(p.grad, alpha=1 - beta1)
            v.mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
            denominator = (v / (1 - beta2**t)).sqrt_().add_(eps)
            p.addcdiv_(m, denominator, value=-lr / (1 - beta1**t))
