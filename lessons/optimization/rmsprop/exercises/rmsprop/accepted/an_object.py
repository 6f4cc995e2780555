import torch


class Average:
    def __init__(self, like):
        self.value = like.detach() * 0

    def add(self, x, gamma):
        self.value = gamma * self.value + (1 - gamma) * x
        return self.value


def init_rmsprop(params):
    return [Average(p) for p in params]


def rmsprop(params, states, lr, gamma=0.9, eps=1e-6):
    for p, average in zip(params, states):
        s = average.add(p.grad**2, gamma)
        p.data.sub_(lr / torch.sqrt(s + eps) * p.grad)
