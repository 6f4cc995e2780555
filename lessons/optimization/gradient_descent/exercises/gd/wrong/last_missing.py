def gd(grad, x0, eta, steps):
    x = x0
    xs = []
    for _ in range(steps):
        xs.append(x)
        x = x - eta * grad(x)
    return xs
