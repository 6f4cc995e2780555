import math

ctr = 0


def exponential_lr(t, decay=0.1):
    global ctr
    ctr += 1
    return math.exp(-decay * ctr)


def polynomial_lr(t, decay=0.1, power=0.5):
    global ctr
    ctr += 1
    return (1 + decay * ctr) ** -power


def step_lr(t, every=20, factor=0.5):
    return factor ** (t // every)
