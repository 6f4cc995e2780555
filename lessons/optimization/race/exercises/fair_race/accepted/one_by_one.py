import copy

import torch


def run(init, update, f, x, steps):
    params = [x.requires_grad_()]
    states = init(params)
    path = torch.empty(steps + 1, *x.shape, dtype=x.dtype)
    path[0] = x.detach()
    for k in range(1, steps + 1):
        if x.grad is not None:
            x.grad.zero_()
        f(x).backward()
        update(params, states)
        path[k] = x.detach()
    return path


def fair_race(optimizers, f, start, steps):
    return {
        name: run(*pair, f, copy.deepcopy(start.detach()), steps)
        for name, pair in optimizers.items()
    }
