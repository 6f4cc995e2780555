import math


def exponential_lr(t, decay=0.1):
    return math.exp(-0.1 * t)


def polynomial_lr(t, decay=0.1, power=0.5):
    return (1 + 0.1 * t) ** -0.5


def step_lr(t, every=20, factor=0.5):
    return 0.5 ** (t // 20)
