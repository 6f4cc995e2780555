from dataclasses import dataclass

import torch


@dataclass
class Memory:
    squares: torch.Tensor

    def rate(self, grad, lr, eps):
        self.squares = torch.addcmul(self.squares, grad, grad)
        return lr / torch.sqrt(self.squares + eps)


def init_adagrad(params):
    return tuple(Memory(torch.zeros_like(p)) for p in params)


def adagrad(params, states, lr, eps=1e-6):
    for p, memory in zip(params, states):
        p.data -= memory.rate(p.grad, lr, eps) * p.grad
