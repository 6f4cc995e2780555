import numpy as np
import torch


def init_adadelta(params):
    return [np.zeros((2, *p.shape)) for p in params]


def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, both in zip(params, states):
        g = p.grad.numpy().astype(np.float64)
        both[0] = rho * both[0] + (1 - rho) * g**2
        step = np.sqrt((both[1] + eps) / (both[0] + eps)) * g
        both[1] = rho * both[1] + (1 - rho) * step**2
        with torch.no_grad():
            p -= torch.as_tensor(step).to(p.dtype)
