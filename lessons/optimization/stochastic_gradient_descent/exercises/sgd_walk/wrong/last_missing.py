def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = []
    for t, draw in enumerate(draws):
        xs.append(x)
        x = x - rate(t) * grad(x, draw)
    return xs
