import torch


def init_adadelta(params):
    """States by the identity of a parameter."""
    return {id(p): [torch.zeros_like(p), torch.zeros_like(p)] for p in params}


def adadelta(params, states, rho=0.9, eps=1e-5):
    for p in params:
        state = states[id(p)]
        g = p.grad.detach()
        state[0] = state[0] + (1 - rho) * (g * g - state[0])
        ratio = torch.exp(0.5 * (torch.log(state[1] + eps) - torch.log(state[0] + eps)))
        state[1] = state[1] + (1 - rho) * ((ratio * g) ** 2 - state[1])
        p.data.sub_(ratio * g)
