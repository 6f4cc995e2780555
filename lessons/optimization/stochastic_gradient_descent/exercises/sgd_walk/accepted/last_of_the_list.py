def sgd_walk(grad, x0, draws, rate):
    xs = [x0]
    for draw in draws:
        lr = rate(len(xs) - 1)
        xs += [xs[-1] + -lr * grad(xs[-1], draw)]
    return xs
