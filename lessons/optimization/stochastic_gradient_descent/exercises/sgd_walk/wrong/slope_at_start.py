def sgd_walk(grad, x0, draws, rate):
    xs = [x0]
    x = x0
    for t, draw in enumerate(draws):
        x = x - rate(t) * grad(x0, draw)
        xs.append(x)
    return xs
