import torch


def init_momentum(params):
    out = []
    for q in params:
        out.append(torch.zeros_like(q))
    return out


def momentum(params, states, lr, gamma):
    velocities = [v.clone() for v in states]
    for k in range(len(params)):
        velocities[k] = velocities[k] * gamma + params[k].grad * lr
        params[k].data -= velocities[k]
