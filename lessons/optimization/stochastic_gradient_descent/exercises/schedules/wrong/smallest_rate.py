import math


def exponential_lr(t, decay=0.1):
    return math.exp(-decay * t)


def polynomial_lr(t, decay=0.1, power=0.5):
    return (1 + decay * t) ** -power


def step_lr(t, every=20, factor=0.5):
    return max(1e-7, factor ** (t // every))
