import numpy as np
import torch


def init_adadelta(params):
    return [np.zeros((2, *p.shape)) for p in params]


def adadelta(params, states, rho=0.9, eps=1e-5):
    for p, (s, delta) in zip(params, states):
        g = p.grad.numpy().astype(np.float64)
        s[...] = rho * s + (1 - rho) * g**2
        step = np.sqrt((delta + eps) / (s + eps)) * g
        delta[...] = rho * delta + (1 - rho) * step**2
        with torch.no_grad():
            p -= torch.from_numpy(np.asarray(step)).to(p.dtype)
