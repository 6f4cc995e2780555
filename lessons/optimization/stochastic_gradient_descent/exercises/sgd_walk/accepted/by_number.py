def sgd_walk(grad, x0, draws, rate):
    draws = list(draws)
    xs = [x0]
    for t in range(len(draws)):
        xs.append(xs[t] - grad(xs[t], draws[t]) * rate(t))
    return xs
