import numpy as np
import torch


def init_adam(params):
    return {"t": 0, **{i: np.zeros((2, *p.shape)) for i, p in enumerate(params)}}


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    states["t"] += 1
    betas = np.array([beta1, beta2])
    for i, p in enumerate(params):
        g = p.grad.numpy().astype(np.float64)
        b = betas.reshape(2, *[1] * g.ndim)
        states[i] = b * states[i] + (1 - b) * np.stack([g, g**2])
        v, s = states[i] / (1 - b ** states["t"])
        with torch.no_grad():
            p.sub_(torch.as_tensor(lr * v / (np.sqrt(s) + eps)).to(p.dtype))
