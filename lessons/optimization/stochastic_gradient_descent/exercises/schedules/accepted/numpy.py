import numpy as np


def exponential_lr(t, decay=0.1):
    return float(np.exp(-decay * t))


def polynomial_lr(t, decay=0.1, power=0.5):
    return float(np.power(1 + decay * t, -power))


def step_lr(t, every=20, factor=0.5):
    return float(np.power(factor, np.floor(t / every)))
