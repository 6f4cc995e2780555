import torch


class Velocity:
    def __init__(self, param):
        self.value = torch.zeros_like(param.data)

    def update(self, grad, lr, gamma):
        self.value = gamma * self.value + lr * grad
        return self.value


def init_momentum(params):
    return [Velocity(p) for p in params]


def momentum(params, states, lr, gamma):
    for p, velocity in zip(params, states):
        p.data.sub_(velocity.update(p.grad, lr, gamma))
