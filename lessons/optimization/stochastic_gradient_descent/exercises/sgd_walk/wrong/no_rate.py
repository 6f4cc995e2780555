def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    for draw in draws:
        x = x - grad(x, draw)
        xs.append(x)
    return xs
