import torch


class Moment:
    def __init__(self, p):
        self.value = torch.zeros_like(p.data)
        self.t = 0

    def corrected(self, x, beta):
        self.t += 1
        self.value = beta * self.value + (1 - beta) * x
        return self.value / (1 - beta**self.t)


class Memory:
    def __init__(self, params):
        self.first = [Moment(p) for p in params]
        self.second = [Moment(p) for p in params]


def init_adam_clock(params):
    return Memory(params)


def adam_clock(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    for p, first, second in zip(params, states.first, states.second):
        v = first.corrected(p.grad, beta1)
        s = second.corrected(p.grad**2, beta2)
        p.data.sub_(lr * v / (s.sqrt() + eps))
