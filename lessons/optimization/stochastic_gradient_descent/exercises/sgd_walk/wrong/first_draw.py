def sgd_walk(grad, x0, draws, rate):
    draws = list(draws)
    x = x0
    xs = [x]
    for t in range(len(draws)):
        x = x - rate(t) * grad(x, draws[0])
        xs.append(x)
    return xs
