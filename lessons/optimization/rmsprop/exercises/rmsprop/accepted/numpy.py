import numpy as np
import torch


def init_rmsprop(params):
    return [np.zeros(tuple(p.shape)) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, s in zip(params, states):
        g = p.grad.numpy().astype(np.float64)
        s *= gamma
        s += (1 - gamma) * g**2
        step = lr / np.sqrt(s + eps) * g
        with torch.no_grad():
            p.sub_(torch.as_tensor(step).to(p.dtype))
