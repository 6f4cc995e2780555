def gd(grad, x0, eta, steps):
    x = x0
    yield x
    for _ in range(steps):
        x = x - eta * grad(x)
        yield x
