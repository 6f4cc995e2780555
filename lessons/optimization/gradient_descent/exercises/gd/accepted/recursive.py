def gd(grad, x0, eta, steps):
    if steps == 0:
        return [x0]
    return [x0, *gd(grad, x0 - eta * grad(x0), eta, steps - 1)]
