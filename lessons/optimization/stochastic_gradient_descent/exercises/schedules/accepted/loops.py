import math


def exponential_lr(t, decay=0.1):
    once = math.exp(-decay)
    result = 1.0
    for _ in range(t):
        result *= once
    return result


def polynomial_lr(t, decay=0.1, power=0.5):
    return 1 / (1 + decay * t) ** power


def step_lr(t, every=20, factor=0.5):
    rate = 1.0
    while t >= every:
        t -= every
        rate *= factor
    return rate
