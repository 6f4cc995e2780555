def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    t = 0
    for draw in draws:
        t += 1
        x = x - rate(t) * grad(x, draw)
        xs.append(x)
    return xs
