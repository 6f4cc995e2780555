def gd(grad, x0, eta, steps):
    x = x0
    xs = [x]
    for k in range(steps):
        x = x - eta / (k + 1) * grad(x)
        xs.append(x)
    return xs
