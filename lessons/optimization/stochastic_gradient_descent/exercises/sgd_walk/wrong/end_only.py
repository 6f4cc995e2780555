def sgd_walk(grad, x0, draws, rate):
    x = x0
    for t, draw in enumerate(draws):
        x = x - rate(t) * grad(x, draw)
    return x
