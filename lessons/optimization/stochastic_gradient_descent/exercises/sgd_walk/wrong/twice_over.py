def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    for t in range(len(list(draws))):
        draw = list(draws)[t]
        x = x - rate(t) * grad(x, draw)
        xs.append(x)
    return xs
