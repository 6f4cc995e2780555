def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    eta = 1.0
    for t, draw in enumerate(draws):
        eta = eta * rate(t)
        x = x - eta * grad(x, draw)
        xs.append(x)
    return xs
