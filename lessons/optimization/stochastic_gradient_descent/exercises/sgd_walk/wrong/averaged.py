def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    total = 0
    for t, draw in enumerate(draws):
        total = total + grad(x, draw)
        x = x - rate(t) * total / (t + 1)
        xs.append(x)
    return xs
