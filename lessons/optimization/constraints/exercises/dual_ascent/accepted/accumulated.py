from itertools import accumulate


def dual_ascent(argmin, c, eta, steps):
    bid = lambda alpha, _: max(alpha + eta * c(argmin(alpha)), 0.0)
    return list(accumulate(range(steps), bid, initial=0.0))
