def gd(grad, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps + 1):
        x = x - eta * grad(x)
        xs.append(x)
    return xs
