def gd(grad, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        step = grad(x)
        step *= eta
        x = x - step
        xs.append(x)
    return xs
