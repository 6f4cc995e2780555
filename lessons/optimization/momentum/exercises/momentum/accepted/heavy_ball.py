import torch


def init_momentum(params):
    return [p.detach().clone() for p in params]


def momentum(params, states, lr, gamma):
    """Without velocities: the last step is the way from the place before."""
    with torch.no_grad():
        for p, before in zip(params, states):
            here = p.clone()
            p += gamma * (here - before) - lr * p.grad
            before.copy_(here)
