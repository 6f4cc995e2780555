import math

ctr = 0


def exponential_lr(t, decay=0.1):
    global ctr
    rate = math.exp(-decay * ctr)
    ctr += 1
    return rate


def polynomial_lr(t, decay=0.1, power=0.5):
    return (1 + decay * t) ** -power


def step_lr(t, every=20, factor=0.5):
    return factor ** (t // every)
