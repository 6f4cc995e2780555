def sgd_walk(grad, x0, draws, rate):
    x = x0
    xs = [x]
    if not draws:
        return xs
    for t, draw in enumerate(draws):
        x = x - rate(t) * grad(x, draw)
        xs.append(x)
    return xs
