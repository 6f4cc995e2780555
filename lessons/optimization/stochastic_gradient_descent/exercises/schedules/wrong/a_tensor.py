import torch


def exponential_lr(t, decay=0.1):
    return torch.exp(torch.tensor(-decay * t))


def polynomial_lr(t, decay=0.1, power=0.5):
    return torch.tensor(1 + decay * t) ** -power


def step_lr(t, every=20, factor=0.5):
    return torch.tensor(factor) ** (t // every)
