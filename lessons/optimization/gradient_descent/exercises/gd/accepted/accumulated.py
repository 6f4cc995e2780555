from itertools import accumulate


def gd(grad, x0, eta, steps):
    return list(accumulate(range(steps), lambda x, _: x - eta * grad(x), initial=x0))
