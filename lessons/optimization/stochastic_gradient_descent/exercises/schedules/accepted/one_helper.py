import math


def power_of(base, exponent):
    return math.pow(base, exponent)


def exponential_lr(t, decay=0.1):
    return power_of(math.exp(-decay), t)


def polynomial_lr(t, decay=0.1, power=0.5):
    return power_of(1 + decay * t, -power)


def step_lr(t, every=20, factor=0.5):
    return power_of(factor, (t - t % every) // every)
