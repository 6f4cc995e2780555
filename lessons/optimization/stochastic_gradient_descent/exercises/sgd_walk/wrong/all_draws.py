def sgd_walk(grad, x0, draws, rate):
    draws = list(draws)
    x = x0
    xs = [x]
    for t in range(len(draws)):
        g = sum(grad(x, draw) for draw in draws) / len(draws)
        x = x - rate(t) * g
        xs.append(x)
    return xs
