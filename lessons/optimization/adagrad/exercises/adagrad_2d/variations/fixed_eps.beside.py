def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = s + g * g
        x = x - eta * g / (s + 1e-10) ** 0.5
        path.append(x)
    return path
