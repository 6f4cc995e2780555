from itertools import accumulate


def sgd_walk(grad, x0, draws, rate):
    def step(x, numbered):
        t, draw = numbered
        return x - rate(t) * grad(x, draw)

    return list(accumulate(enumerate(draws), step, initial=x0))
