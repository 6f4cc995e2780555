from math import e, exp, log


def exponential_lr(t, decay=0.1):
    return 1 / e ** (decay * t)


def polynomial_lr(t, decay=0.1, power=0.5):
    return exp(-power * log(1 + decay * t))


def step_lr(t, every=20, factor=0.5):
    drops = 0
    for k in range(1, t + 1):
        if k % every == 0:
            drops += 1
    return factor**drops
