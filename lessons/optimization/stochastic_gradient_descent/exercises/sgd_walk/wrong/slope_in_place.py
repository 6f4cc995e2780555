def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    for t, draw in enumerate(draws):
        step = grad(x, draw)
        step *= rate(t)
        x = x - step
        xs.append(x)
    return xs
