def sgd_walk(grad, x0, draws, rate, t=0):
    draws = list(draws)
    if not draws:
        return [x0]
    x = x0 - rate(t) * grad(x0, draws[0])
    return [x0] + sgd_walk(grad, x, draws[1:], rate, t + 1)
