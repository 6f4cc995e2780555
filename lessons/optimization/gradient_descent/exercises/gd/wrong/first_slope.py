def gd(grad, x0, eta, steps):
    x = x0
    xs = [x]
    g = grad(x0)
    for _ in range(steps):
        x = x - eta * g
        xs.append(x)
    return xs
