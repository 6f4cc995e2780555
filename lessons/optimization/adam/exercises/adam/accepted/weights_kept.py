import torch


def init_adam(params):
    return [[0.0, 0.0, 0.0, 0.0] for _ in params]


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    """A weighted mean: sums of values divided by the sum of their weights."""
    with torch.no_grad():
        for p, state in zip(params, states):
            for k, (beta, x) in enumerate(((beta1, p.grad), (beta2, p.grad**2))):
                state[2 * k] = beta * state[2 * k] + x
                state[2 * k + 1] = beta * state[2 * k + 1] + 1
            mean = state[0] / state[1]
            p.copy_(p - lr * mean / (torch.sqrt(state[2] / state[3]) + eps))
