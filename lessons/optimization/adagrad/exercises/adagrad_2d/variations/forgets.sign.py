def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    x = x0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - eta * g / (g * g + eps) ** 0.5
        path.append(x)
    return path
