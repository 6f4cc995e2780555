import numpy as np
import torch


def init_momentum(params):
    return [np.zeros_like(p.detach().numpy()) for p in params]


def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] = gamma * states[i] + lr * p.grad.numpy()
        with torch.no_grad():
            p.copy_(torch.as_tensor(p.detach().numpy() - states[i]))
