def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    s = eps
    path = [x0]
    while len(path) <= steps:
        g = grad(path[-1])
        s = s + g**2
        path.append(path[-1] - g / (s**0.5 / eta))
    return path
