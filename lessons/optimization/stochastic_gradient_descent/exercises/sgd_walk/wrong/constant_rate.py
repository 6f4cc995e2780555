def sgd_walk(grad, x0, draws, rate):
    eta = rate(0)
    x = x0
    xs = [x]
    for draw in draws:
        x = x - eta * grad(x, draw)
        xs.append(x)
    return xs
