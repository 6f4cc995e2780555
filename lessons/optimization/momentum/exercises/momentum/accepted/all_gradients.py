import torch


def init_momentum(params):
    return []


def momentum(params, states, lr, gamma):
    """Remembers every gradient, and adds all of them up each time."""
    states.append([lr * p.grad.clone() for p in params])
    with torch.no_grad():
        for i, p in enumerate(params):
            for age, steps in enumerate(reversed(states)):
                p -= gamma**age * steps[i]
