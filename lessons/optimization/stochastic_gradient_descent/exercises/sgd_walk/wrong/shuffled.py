import random


def sgd_walk(grad, x0, draws, rate):
    draws = list(draws)
    random.Random(0).shuffle(draws)
    x = x0
    xs = [x]
    for t, draw in enumerate(draws):
        x = x - rate(t) * grad(x, draw)
        xs.append(x)
    return xs
