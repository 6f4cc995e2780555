def gd(grad, x0, eta, steps):
    x = x0
    for _ in range(steps):
        x = x - eta * grad(x)
    return x
