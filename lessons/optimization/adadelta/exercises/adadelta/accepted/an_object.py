import torch


class Average:
    def __init__(self, like):
        self.value = torch.zeros_like(like.data)

    def update(self, x, rho):
        self.value = rho * self.value + (1 - rho) * x

    def rms(self, eps):
        return torch.sqrt(self.value + eps)


class Memory:
    def __init__(self, p):
        self.gradients = Average(p)
        self.steps = Average(p)


def init_adadelta(params):
    return [Memory(p) for p in params]


def adadelta(params, states, rho=0.9, eps=1e-5):
    with torch.no_grad():
        for p, memory in zip(params, states):
            memory.gradients.update(p.grad**2, rho)
            step = memory.steps.rms(eps) / memory.gradients.rms(eps) * p.grad
            memory.steps.update(step**2, rho)
            p.copy_(p - step)
