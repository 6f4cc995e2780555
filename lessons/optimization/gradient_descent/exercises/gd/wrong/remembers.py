def gd(grad, x0, eta, steps, xs=[]):
    x = x0
    xs.append(x)
    for _ in range(steps):
        x = x - eta * grad(x)
        xs.append(x)
    return xs
