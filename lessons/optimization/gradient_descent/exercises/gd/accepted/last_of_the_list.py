def gd(grad, x0, eta, steps):
    xs = [x0]
    while len(xs) <= steps:
        xs.append(xs[-1] - eta * grad(xs[-1]))
    return xs
