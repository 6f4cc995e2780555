def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    for t, draw in enumerate(draws):
        x -= rate(t) * grad(x, draw)
        xs.append(x)
    return xs
